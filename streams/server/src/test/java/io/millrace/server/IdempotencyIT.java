package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.server.PublishedKey;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class IdempotencyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BATCH = 250;
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    @Test
    void shouldRememberKeysAcrossARestart() {
        var id = PLATFORM.uniqueName("restarted");
        HttpResponse<String> first;
        try (var server = ServerFixture.start(PLATFORM, Map.of())) {
            first = publish(server, id);
        }

        HttpResponse<String> second;
        try (var server = ServerFixture.start(PLATFORM, Map.of())) {
            second = publish(server, id);
        }

        assertThat(TestHttp.json(first).get("repeated").booleanValue()).isFalse();
        assertThat(TestHttp.json(second).get("repeated").booleanValue()).isTrue();
        assertThat(TestHttp.json(second).get("position"))
                .isEqualTo(TestHttp.json(first).get("position"));
        assertThat(committed(id)).isEqualTo(1);
    }

    @Test
    void shouldPublishAfterACrashBetweenTheEventAndItsCommit() {
        var id = PLATFORM.uniqueName("crashed");
        try (var server = ServerFixture.start(PLATFORM, Map.of())) {
            assertThat(server.http().get("/version").statusCode()).isEqualTo(200);
        }
        var left = leaveOpenTransaction(id);

        try (var server = ServerFixture.start(PLATFORM, Map.of())) {
            assertThat(publish(server, id).statusCode()).isEqualTo(201);
        } finally {
            left.close(Duration.ZERO);
        }

        assertThat(committed(id)).isEqualTo(1);
    }

    @Test
    void shouldForgetKeysAfterTheirTime() {
        var id = PLATFORM.uniqueName("forgotten");
        try (var server = ServerFixture.start(PLATFORM, Map.of("server.idempotency.ms", "1000"));
                var keys = PLATFORM.reader(ServerTopics.IDEMPOTENCY, Isolation.COMMITTED)) {
            publish(server, id);

            keys.awaitMatching(1, PATIENCE, event -> event.key().equals(key(id)) && event.value() == null);
            Awaitility.await().atMost(PATIENCE).until(() -> publish(server, id).statusCode() == 201);
        }
    }

    /** More than one page of the sweep and more than one transaction of the writer. */
    @Test
    void shouldKeepNoKeyBeyondItsTimeHoweverManyThereAre() {
        var id = PLATFORM.uniqueName("many");
        try (var server = ServerFixture.start(PLATFORM, Map.of("server.idempotency.ms", "1000"));
                var keys = PLATFORM.reader(ServerTopics.IDEMPOTENCY, Isolation.COMMITTED)) {
            for (var batch = 0; batch < 3; batch++) {
                assertThat(publishBatch(server, id + "-" + batch).statusCode()).isEqualTo(201);
            }

            keys.awaitMatching(3 * BATCH, PATIENCE, event -> event.key().startsWith(key(id)) && event.value() == null);

            var last = new HashMap<String, Object>();
            keys.drain(PATIENCE).stream()
                    .filter(event -> event.key().startsWith(key(id)))
                    .forEach(event -> last.put(event.key(), Optional.ofNullable(event.value())));
            assertThat(last).hasSize(3 * BATCH);
            assertThat(last.values()).containsOnly(Optional.empty());
        }
    }

    private static HttpResponse<String> publishBatch(ServerFixture server, String id) {
        var records = IntStream.range(0, BATCH)
                .mapToObj(i -> "{\"key\":\"%1$s-%2$d\",\"value\":{\"requestId\":\"%1$s-%2$d\",".formatted(id, i)
                        + "\"pipeline\":\"none\",\"input\":\"why?\",\"at\":1}}")
                .collect(Collectors.joining(","));
        return server.http()
                .post("/api/v1/topics/tokens.requests", "{\"records\":[" + records + "]}", "Idempotency-Key", id);
    }

    private static HttpResponse<String> publish(ServerFixture server, String id) {
        return server.http()
                .post(
                        "/api/v1/topics/tokens.requests",
                        "{\"key\":\"" + id + "\",\"value\":{\"requestId\":\"" + id
                                + "\",\"pipeline\":\"none\",\"input\":\"why?\",\"at\":1}}",
                        "Idempotency-Key",
                        id);
    }

    /** What a server that is killed before its commit leaves on the log. */
    private static KafkaProducer<String, byte[]> leaveOpenTransaction(String id) {
        var request = Request.newBuilder()
                .setRequestId(id)
                .setPipeline("none")
                .setInput("why?")
                .setAt(1)
                .build();
        var producer = new KafkaProducer<String, byte[]>(
                Map.of("bootstrap.servers", PLATFORM.bootstrapServers(), "transactional.id", "millrace.server-0"),
                new StringSerializer(),
                (topic, bytes) -> bytes);
        producer.initTransactions();
        producer.beginTransaction();
        var events = PLATFORM.serdes().serializer(TokensTopics.REQUESTS);
        var keys = PLATFORM.serdes().serializer(ServerTopics.IDEMPOTENCY);
        var event = producer.send(new ProducerRecord<>(
                TokensTopics.REQUESTS.name(), id, events.serialize(TokensTopics.REQUESTS.name(), request)));
        var key = producer.send(new ProducerRecord<>(
                ServerTopics.IDEMPOTENCY.name(),
                key(id),
                keys.serialize(
                        ServerTopics.IDEMPOTENCY.name(), new PublishedKey("", 0, 0L, System.currentTimeMillis()))));
        producer.flush();
        assertThat(event).isDone();
        assertThat(key).isDone();
        return producer;
    }

    private static String key(String id) {
        return TokensTopics.REQUESTS.name() + "/" + id;
    }

    private static long committed(String id) {
        try (var requests = PLATFORM.reader(TokensTopics.REQUESTS, Isolation.COMMITTED)) {
            return requests.drain(PATIENCE).stream()
                    .filter(event -> id.equals(event.key()))
                    .count();
        }
    }
}
