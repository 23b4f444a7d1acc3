package io.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.DeadLetter;
import io.millrace.core.failure.DeadLetterWriter;
import io.millrace.core.failure.FailedRecord;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.failure.InvalidEventException;
import io.millrace.testkit.TestPlatform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need a broker and a registry. In order: topics, then what is on them. */
@TestMethodOrder(OrderAnnotation.class)
class KafkaCommandsIT {

    private static final String APPLICATION = "millrace.tokens";
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    @TempDir
    private Path dataDir;

    @Test
    @Order(1)
    void shouldCreateEachTopicOnce() {
        var first = run("topics", "create");
        var second = run("topics", "create");

        assertThat(first.out()).contains("created tokens.elements").contains("created millrace.tokens.dlq");
        assertThat(second.out()).startsWith("0 created");
    }

    @Test
    @Order(2)
    void shouldRegisterSchemasThatAreCompatibleThen() {
        var registered = run("schemas", "register");
        var checked = run("schemas", "check");

        assertThat(registered.out()).contains("tokens.elements-value");
        assertThat(checked.exitCode()).isZero();
    }

    @Test
    @Order(3)
    void shouldShowADeadLetterAndPublishItsRecordAgain() {
        put(letter(FailurePolicy.deadLetterTopic(APPLICATION), 7));

        var listed = run("dlq", "list");
        var shown = run("dlq", "show", "0");
        var replayed = run("dlq", "replay", "0");

        assertThat(listed.out()).contains("tokens.requests/0/7").contains("wrong_shape: no question");
        assertThat(shown.out()).contains("key      k").contains("8 bytes: 6e6f6e73656e7365");
        assertThat(replayed.out()).contains("letter 0 is now tokens.requests/0/");
    }

    @Test
    @Order(3)
    void shouldShowARejectedEventAndPublishItAgain() {
        var topic = FailurePolicy.rejectedTopic("tokens.requests");
        put(letter(topic, 8));

        var listed = run("dlq", "list", "--topic", topic);
        var shown = run("dlq", "show", "0", "--topic", topic);
        var replayed = run("dlq", "replay", "0", "--topic", topic);

        assertThat(listed.out()).contains("tokens.requests/0/8").contains("wrong_shape: no question");
        assertThat(shown.out()).contains("letter   " + topic + "/0/0").contains("key      k");
        assertThat(replayed.out()).contains("letter 0 is now tokens.requests/0/");
    }

    @Test
    @Order(3)
    void shouldNotTakeOtherTopicsForLetters() {
        var run = run("dlq", "list", "--topic", "tokens.requests");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(run.err()).contains("millrace tail tokens.requests");
    }

    @Test
    @Order(3)
    void shouldSayWhichLettersThereAreWhenOneIsNotThere() {
        var run = run("dlq", "show", "4711");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(run.err()).contains("millrace dlq list");
    }

    private static ProducerRecord<byte[], byte[]> letter(String destination, long offset) {
        var failed = new FailedRecord(
                new DeadLetter.Place("tokens.requests", 0, offset),
                0,
                "k".getBytes(UTF_8),
                "nonsense".getBytes(UTF_8),
                List.of(),
                new InvalidEventException("wrong_shape", "no question"));
        return new DeadLetterWriter(APPLICATION, 1024).write(destination, failed);
    }

    private static void put(ProducerRecord<byte[], byte[]> record) {
        try (var producer = new KafkaProducer<>(
                PLATFORM.settings().kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = producer.send(record);
        }
    }

    private CommandRun run(String... command) {
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--bootstrap-servers", PLATFORM.bootstrapServers(),
                "--registry", PLATFORM.registryUrl(),
                "--data-dir", dataDir.toString()));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
