package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.serde.Registry;
import io.millrace.testkit.TestPlatform;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Registry and broker go away and come back: the worker waits, goes on, and sets nothing aside. */
@Timeout(240)
final class WorkerOutageIT {

    private static final TestPlatform PLATFORM = TestPlatform.dedicated("worker-outage");

    @AfterAll
    static void stopPlatform() {
        PLATFORM.local().close();
    }

    @RegisterExtension
    final PoolFixture fixture = new PoolFixture(PLATFORM);

    private final String requestId = "r-" + fixture.pool();

    @Test
    void shouldWaitForARegistryThatIsDownAtTheStart() throws Exception {
        // Given
        fixture.write(fixture.call(requestId));
        PLATFORM.local().registry().stop();
        var engine = HeldEngine.silent();
        // A call that begins before all of the worker has found the registry is aborted with it, and done again.
        engine.holdNoLonger("whole answer");
        var worker = fixture.worker(engine, Map.of());

        // When
        startRegistry();

        // Then
        assertWhole(fixture.awaitEnds(requestId, 1));
        await().until(worker::isHealthy);
        fixture.group().awaitCommitted(1);
        assertThat(fixture.letters(requestId)).isEmpty();
    }

    @Test
    void shouldServeKnownSchemasWithoutTheRegistryAndWaitForItForNewOnes() throws Exception {
        // Given a worker that has done a call, and work by a schema that it has not seen
        var engine = HeldEngine.silent();
        fixture.worker(engine, Map.of());
        fixture.write(fixture.call("first-" + requestId));
        engine.awaitCall().end("done");
        fixture.awaitEnds("first-" + requestId, 1);
        var unseen = withId(registerAnotherVersion(), bytes(fixture.call(requestId)));
        PLATFORM.local().registry().kill();

        // When
        fixture.write(fixture.call("known-" + requestId));
        engine.awaitCall().end("done");
        fixture.awaitEnds("known-" + requestId, 1);
        try (var raw = PLATFORM.rawWriter(fixture.topic().name())) {
            raw.writeTo(0, requestId, unseen);
        }
        fixture.group().awaitCommitted(2);
        startRegistry();

        // Then
        engine.awaitCall().end("whole answer");
        assertWhole(fixture.awaitEnds(requestId, 1));
        fixture.group().awaitCommitted(3);
        assertThat(fixture.letters(requestId)).isEmpty();
    }

    @Test
    void shouldGoOnWithACallWhenTheBrokerIsBack() throws Exception {
        // Given
        var engine = HeldEngine.saying("whole ");
        var worker = fixture.worker(engine, Map.of());
        fixture.write(fixture.call(requestId));
        var call = engine.awaitCall();
        fixture.awaitElements(requestId, 1);
        await().until(worker::isHealthy);

        // When
        PLATFORM.local().broker().kill();
        engine.holdNoLonger("answer");
        call.end("answer");
        await().atMost(PoolFixture.PATIENCE).until(() -> !worker.isHealthy());
        PLATFORM.local().broker().start();
        PLATFORM.local().broker().awaitReady(PoolFixture.PATIENCE);

        // Then
        var elements = fixture.awaitEnds(requestId, 1);
        assertWhole(elements);
        fixture.group().awaitCommitted(1);
        assertThat(fixture.letters(requestId)).isEmpty();
    }

    private static void startRegistry() {
        PLATFORM.local().registry().start();
        PLATFORM.local().registry().awaitReady(PoolFixture.PATIENCE);
    }

    /** Of the last run: numbered without gaps, and its text is all that the engine said. */
    private static void assertWhole(List<Element> elements) {
        var last = elements.get(elements.size() - 1).getRun();
        var run = elements.stream().filter(e -> last.equals(e.getRun())).toList();
        assertThat(run)
                .extracting(Element::getKind)
                .startsWith(ElementKind.START)
                .endsWith(ElementKind.END);
        for (var i = 0; i < run.size(); i++) {
            assertThat(run.get(i).getSeq()).isEqualTo(i);
        }
        assertThat(PoolFixture.text(run)).isEqualTo("whole answer");
    }

    /** The same fields with another documentation: compatible, but another id. */
    private int registerAnotherVersion() throws Exception {
        var schema = Work.getClassSchema().toString();
        var changed = schema.replaceFirst("\"doc\":\"", "\"doc\":\"Once more: ");
        assertThat(changed).isNotEqualTo(schema);
        try (var registry = Registry.client(PLATFORM.registryUrl(), Map.of())) {
            return registry.register(fixture.topic().subject(), new AvroSchema(changed));
        }
    }

    private byte[] bytes(Work work) {
        return PLATFORM.serdes()
                .serializer(fixture.topic())
                .serialize(fixture.topic().name(), work);
    }

    /** Confluent framing: a zero, then the id in four bytes. */
    private static byte[] withId(int id, byte[] framed) {
        var changed = ByteBuffer.wrap(framed.clone());
        assertThat(changed.getInt(1)).as("id of the version before").isNotEqualTo(id);
        changed.putInt(1, id);
        return changed.array();
    }
}
