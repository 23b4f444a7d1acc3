package io.millrace.load.hop;

import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes the pipeline and puts requests to it. For one thread. */
final class HopRequests implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofHours(1);

    private final CoreSettings core;
    private final String run;
    private final KafkaProducer<String, byte[]> producer;

    /** @param run what the requests ask */
    HopRequests(CoreSettings core, String run) {
        this.core = core;
        this.run = run;
        var config = core.kafkaClient();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-bench-requests");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    void publishPlan() {
        var plan = HopPlan.event(System.currentTimeMillis());
        var serializer = core.serdes().serializer(TokensTopics.PLANS);
        var topic = TokensTopics.PLANS.name();
        send(topic, HopPlan.NAME + "|1", serializer.serialize(topic, plan));
        send(topic, HopPlan.NAME, serializer.serialize(topic, plan));
        producer.flush();
    }

    void ask() {
        long now = System.currentTimeMillis();
        var request = Request.newBuilder()
                .setRequestId("hop-" + UUID.randomUUID())
                .setPipeline(HopPlan.NAME)
                .setInput(run)
                .setAt(now)
                .setDeadline(now + DEADLINE.toMillis())
                .build();
        var topic = TokensTopics.REQUESTS;
        send(
                topic.name(),
                request.getRequestId(),
                core.serdes().serializer(topic).serialize(topic.name(), request));
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }

    /** What does not arrive is counted by {@link Marks}. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(String topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, key, value));
    }
}
