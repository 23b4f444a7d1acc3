package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.server.pipeline.PlanCheck.CheckedPlan;
import io.millrace.server.pipeline.PlanLog.PublishedPlan;
import io.millrace.server.publish.EventEncoder;
import io.millrace.server.publish.ExclusiveWriter;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several servers that publish, on a real broker. */
@Timeout(180)
class PlanLogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestPlatform PLATFORM = TestPlatform.dedicated("server-plans");
    private static final int MOST_BYTES = 1024 * 1024;

    private final String name = PLATFORM.uniqueName("pipeline");
    private final PlanLog log = server();

    @BeforeAll
    static void createTopic() {
        PLATFORM.create(List.of(TokensTopics.PLANS));
    }

    @AfterAll
    static void stop() {
        PLATFORM.local().close();
    }

    @Test
    void shouldGiveEachOfManyServersAVersionOfItsOwn() throws Exception {
        var definitions = IntStream.range(0, 12).mapToObj(this::definition).toList();
        var threads = Executors.newFixedThreadPool(4);
        var tasks = new ArrayList<Callable<PublishedPlan>>();
        for (var server : List.of(server(), server(), server(), server())) {
            int first = tasks.size();
            IntStream.range(first, first + 3).forEach(i -> tasks.add(() -> server.publish(definitions.get(i), i)));
        }

        var published = new ArrayList<Plan>();
        for (var each : threads.invokeAll(tasks)) {
            published.add(each.get().plan());
        }
        threads.shutdown();

        assertThat(published)
                .extracting(Plan::getVersion)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 12).boxed().toList());
        var records = records();
        assertThat(records)
                .filteredOn(record -> record.key().equals(name))
                .last()
                .satisfies(current -> assertThat(current.value().getVersion()).isEqualTo(12));
        for (var plan : published) {
            assertThat(records)
                    .filteredOn(record -> record.key().equals(name + "|" + plan.getVersion()))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo(plan));
        }
    }

    @Test
    void shouldPublishTheSameDefinitionOnce() {
        var first = log.publish(definition(1), 5);
        var again = server().publish(definition(1), 6);

        assertThat(first.isNew()).isTrue();
        assertThat(again.isNew()).isFalse();
        assertThat(again.plan()).isEqualTo(first.plan());
        assertThat(records()).hasSize(2);
    }

    @Test
    void shouldGoOnCountingWhenAPipelineWasDeleted() {
        log.publish(definition(1), 5);
        log.publish(definition(2), 6);
        log.delete(name);
        log.delete(name);

        assertThat(log.publish(definition(2), 7).plan().getVersion()).isEqualTo(3);
        assertThat(records())
                .extracting(ConsumerRecord::key)
                .filteredOn(name::equals)
                .hasSize(4);
    }

    @Test
    void shouldPublishOverAnEntryThatCannotBeRead() {
        log.publish(definition(1), 5);
        try (var raw = PLATFORM.rawWriter(TokensTopics.PLANS.name())) {
            raw.write(name, new byte[] {1, 2, 3});
        }

        assertThat(log.publish(definition(1), 6).plan().getVersion()).isEqualTo(2);
    }

    private CheckedPlan definition(int number) {
        return new CheckedPlan(name, "{\"number\":" + number + "}", "digest-" + number);
    }

    private List<ConsumerRecord<String, Plan>> records() {
        try (var reader = PLATFORM.reader(TokensTopics.PLANS.name(), this::mine, Isolation.COMMITTED)) {
            return reader.drain(PATIENCE).stream()
                    .filter(record -> record.key().equals(name) || record.key().startsWith(name + "|"))
                    .toList();
        }
    }

    /** Null for what another test has left there. */
    private @Nullable Plan mine(String topic, byte[] value) {
        return new String(value, StandardCharsets.UTF_8).contains(name)
                ? PLATFORM.serdes().deserializer(TokensTopics.PLANS).deserialize(topic, value)
                : null;
    }

    /** One of those that share the log. */
    private static PlanLog server() {
        var client = PLATFORM.settings().kafkaClient();
        return new PlanLog(
                new ExclusiveWriter(client, PATIENCE, MOST_BYTES, "plan-log-test"),
                new EventEncoder(PLATFORM.serdes()),
                PLATFORM.serdes().deserializer(TokensTopics.PLANS));
    }
}
