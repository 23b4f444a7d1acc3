package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicReader;
import io.millrace.testkit.TopicWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a broker shows: partitions, and state that outlives an instance, under both group protocols. */
@Timeout(180)
final class TokensWiringIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LANES = 3;
    private static final int REPLY_TO = 5;
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final String pool = PLATFORM.uniqueName("pool");
    private final String application = PLATFORM.uniqueName("millrace.wiring");
    private final String requestId = PLATFORM.uniqueName("r");
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void createTopics() {
        PLATFORM.create(TokensTopics.all(Map.of(pool, LANES)));
        try (var admin = TopicAdmin.of(PLATFORM.settings())) {
            admin.createDeadLetters(List.of(application));
            admin.createRejected(TokensTopics.CHECKED);
        }
        var plan = Asked.plan("""
                pipeline: %s
                stages:
                - {name: answer, op: llm, engine: %s, emit: true, template: '{{question}}'}
                - {name: result, op: sink, input: answer}
                """.formatted(pool, pool), 1, pool);
        writer(TokensTopics.PLANS).write(pool, plan);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void shouldSendWorkToItsLaneAndRepliesToTheFrontDoorThatWaits() {
        // Given a pool of which only the last lane is served
        writer(TokensTopics.LOADS).write("replica-" + pool, load(LANES - 1));
        start("classic");

        // When
        writer(TokensTopics.REQUESTS).write(requestId, request());
        var call = awaitCall();
        emit(answer(call.value()));

        // Then
        assertThat(call.value().getLane()).isEqualTo(LANES - 1);
        assertThat(call.partition()).isEqualTo(LANES - 1);
        var replies = reader(TokensTopics.REPLIES).awaitMatching(3, LIMIT, reply -> requestId.equals(reply.key()));
        assertThat(replies).extracting(ConsumerRecord::partition).containsOnly(REPLY_TO);
    }

    @Test
    void shouldPutWhatMakesNoSenseAsideAndGoOn() throws Exception {
        // Given
        var requestsBefore = end(FailurePolicy.rejectedTopic(TokensTopics.REQUESTS.name()));
        var elementsBefore = end(FailurePolicy.rejectedTopic(TokensTopics.ELEMENTS.name()));
        start("classic");
        writer(TokensTopics.REQUESTS).write("another key", request());
        writer(TokensTopics.REQUESTS).write(requestId, request());
        var call = awaitCall();

        // When an element comes that is of no stage, and then the answer
        var stray = Element.newBuilder(answer(call.value()).get(1))
                .setStage("nowhere")
                .build();
        emit(List.of(stray));
        emit(answer(call.value()));

        // Then
        var results = reader(TokensTopics.RESULTS);
        results.awaitMatching(1, LIMIT, result -> requestId.equals(result.key()));
        assertThat(end(FailurePolicy.rejectedTopic(TokensTopics.REQUESTS.name())))
                .isGreaterThan(requestsBefore);
        assertThat(end(FailurePolicy.rejectedTopic(TokensTopics.ELEMENTS.name())))
                .isGreaterThan(elementsBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldGoOnWithARequestWhereAnotherInstanceLeftIt(String groupProtocol) {
        // Given an instance that has handed on half an answer and is gone with its disk
        var first = start(groupProtocol);
        writer(TokensTopics.REQUESTS).write(requestId, request());
        var call = awaitCall();
        var elements = answer(call.value());
        emit(elements.subList(0, 2));
        reader(TokensTopics.REPLIES).awaitMatching(2, LIMIT, reply -> requestId.equals(reply.key()));
        first.close();

        // When
        start(groupProtocol);
        emit(elements.subList(2, elements.size()));

        // Then
        var results = reader(TokensTopics.RESULTS);
        results.awaitMatching(1, LIMIT, result -> requestId.equals(result.key()));
        results.drain(LIMIT);
        assertThat(results.seen())
                .filteredOn(result -> requestId.equals(result.key()))
                .extracting(ConsumerRecord::value)
                .singleElement()
                .extracting(Result::getStatus, Result::getText)
                .containsExactly(ResultStatus.COMPLETE, "Streams flow.");
    }

    /** An instance with a state directory of its own. */
    private StreamsApp start(String groupProtocol) {
        var settings = PLATFORM.settings(Map.of(
                CoreSettings.GROUP_PROTOCOL,
                groupProtocol,
                CoreSettings.STATE_DIR,
                Path.of("target", "state", UUID.randomUUID().toString())
                        .toAbsolutePath()
                        .toString()));
        var own = TokensSettings.of(RawSettings.of(Map.of()));
        var pools = Map.of(pool, LANES);
        var app = open(StreamsApp.of(
                application,
                TokensTopology.build(settings.serdes(), pools, own, new SimpleMeterRegistry()),
                settings,
                own.streamsOverrides(),
                new Catalogue(TokensTopics.all(pools)),
                new SimpleMeterRegistry()));
        app.start();
        app.awaitRunning(LIMIT);
        return app;
    }

    private static long end(String topic) throws Exception {
        var partition = new TopicPartition(topic, 0);
        try (var admin = Admin.create(PLATFORM.settings().kafkaClient())) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private Request request() {
        return Asked.request(requestId, pool)
                .setReplyTo(REPLY_TO)
                .setAt(System.currentTimeMillis())
                .build();
    }

    private static List<Element> answer(Work call) {
        var run = new HandRun(call, 1);
        return List.of(run.start(), run.text("Streams "), run.text("flow."), run.end());
    }

    private void emit(List<Element> elements) {
        var writer = writer(TokensTopics.ELEMENTS);
        elements.forEach(element -> writer.write(requestId, element));
    }

    private Load load(int lane) {
        return Load.newBuilder()
                .setReplica("replica-" + pool)
                .setPool(pool)
                .setLanes(List.of(lane))
                .setLimit(4)
                // Reports are believed for some seconds; the application takes some to start.
                .setAt(System.currentTimeMillis() + LIMIT.toMillis())
                .build();
    }

    private <V extends SpecificRecord> TopicWriter<V> writer(Topic<V> topic) {
        return open(PLATFORM.writer(topic));
    }

    private <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic) {
        return open(PLATFORM.reader(topic, Isolation.UNCOMMITTED));
    }

    private ConsumerRecord<String, Work> awaitCall() {
        return reader(TokensTopics.work(pool, LANES))
                .awaitMatching(1, LIMIT, work -> requestId.equals(work.key()))
                .get(0);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
