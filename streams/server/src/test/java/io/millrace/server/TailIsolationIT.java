package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.TestPlatform;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.HashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is shown before its transaction is committed. */
@Timeout(120)
@ExtendWith(SharedServer.class)
class TailIsolationIT {

    private static final String ISOLATION = "X-Millrace-Isolation";
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final TestHttp http;

    TailIsolationIT(ServerFixture server) {
        this.http = server.http();
    }

    @Test
    void shouldTailOnlyWhatIsCommittedAndSaySo() throws IOException {
        var id = PLATFORM.uniqueName("isolated");
        try (var producer = transactional();
                var events =
                        http.events(HttpRequest.newBuilder(), resultsOf(id)).awaitLive()) {
            producer.beginTransaction();
            send(producer, TokensTopics.RESULTS, id, result(id, "aborted"));
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, TokensTopics.RESULTS, id, result(id, "committed"));
            producer.commitTransaction();

            assertThat(events.next().orElseThrow().json().at("/value/text").textValue())
                    .isEqualTo("committed");
            assertThat(events.header(ISOLATION)).hasValue("committed");
        }
    }

    @Test
    void shouldEndTheEventsOfARequestWithAResultThatIsCommitted() throws IOException {
        var accepted = TestHttp.json(http.post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"why?\"}"));
        var id = accepted.get("requestId").textValue();
        try (var producer = transactional();
                var events = http.events(
                        HttpRequest.newBuilder(), accepted.at("/links/events").textValue())) {
            producer.beginTransaction();
            send(producer, TokensTopics.RESULTS, id, result(id, "aborted"));
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, TokensTopics.RESULTS, id, result(id, "committed"));
            producer.commitTransaction();

            assertThat(events.next().orElseThrow().json().at("/value/text").textValue())
                    .isEqualTo("committed");
            assertThat(events.next()).isEmpty();
            assertThat(events.header(ISOLATION)).hasValue("committed");
        }
    }

    @Test
    void shouldShowWhatWasDerivedBeforeTheResultThoughItsCommitIsKnownLater() throws IOException {
        var accepted = TestHttp.json(http.post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"why?\"}"));
        var id = accepted.get("requestId").textValue();
        try (var producer = transactional();
                var results = PLATFORM.writer(TokensTopics.RESULTS);
                var other = http.events(HttpRequest.newBuilder(), resultsOf(id)).awaitLive();
                var events = http.events(
                        HttpRequest.newBuilder(), accepted.at("/links/events").textValue())) {
            // Given a result that is committed before what it follows from
            producer.beginTransaction();
            send(producer, TokensTopics.DERIVED, id, element(id));
            producer.flush();
            results.write(id, result(id, "done"));
            assertThat(other.next()).isPresent();

            producer.commitTransaction();

            assertThat(events.next().orElseThrow().json().get("topic").textValue())
                    .isEqualTo("tokens.derived");
            assertThat(events.next().orElseThrow().json().get("topic").textValue())
                    .isEqualTo("tokens.results");
            assertThat(events.next()).isEmpty();
        }
    }

    private static String resultsOf(String id) {
        return "/api/v1/topics/tokens.results/tail?key=" + id;
    }

    private static KafkaProducer<String, byte[]> transactional() {
        var settings = new HashMap<>(PLATFORM.settings().kafkaClient());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, PLATFORM.uniqueName("isolation"));
        var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static <V extends SpecificRecord> void send(
            KafkaProducer<String, byte[]> producer, Topic<V> topic, String key, V value) {
        var bytes = PLATFORM.serdes().serializer(topic).serialize(topic.name(), value);
        var unused = producer.send(new ProducerRecord<>(topic.name(), key, bytes));
    }

    private static Result result(String id, String text) {
        return Replies.result(id, "echo", ResultStatus.COMPLETE, text);
    }

    private static Element element(String id) {
        return Element.newBuilder()
                .setRequestId(id)
                .setStage("sentences")
                .setKind(ElementKind.DATA)
                .setSeq(1)
                .setText("text")
                .setAt(1)
                .build();
    }
}
