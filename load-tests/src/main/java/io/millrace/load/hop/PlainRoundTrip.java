package io.millrace.load.hop;

import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.tokens.TokensTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What the broker alone costs: one producer, one topic, one consumer, with elements as records and the settings of a
 * worker's clients. Sends from the caller's thread and reads on one of its own.
 */
final class PlainRoundTrip implements AutoCloseable {

    static final String TOPIC = "bench-plain";
    static final int PARTITIONS = 4;

    /** As a worker's producer. */
    private static final int LINGER_MS = 1;

    /** As a worker's consumer. */
    private static final Duration POLL = Duration.ofMillis(25);

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Marks marks;
    private final Serializer<Element> elements;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader = new Thread(this::read, "millrace-bench-plain");

    PlainRoundTrip(CoreSettings core, Marks marks) {
        this.marks = marks;
        this.elements = core.serdes().serializer(TokensTopics.ELEMENTS);
        this.producer = producer(core);
        this.consumer = consumer(core);
        reader.start();
    }

    /** What does not arrive is counted by {@link Marks}. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void send(int number, String text) {
        var name = Integer.toString(number);
        var value = elements.serialize(TokensTopics.ELEMENTS.name(), element(name, text));
        producer.send(new ProducerRecord<>(TOPIC, name.getBytes(StandardCharsets.UTF_8), value));
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        reader.join(CLOSE.toMillis());
        producer.close(CLOSE);
    }

    private void read() {
        try (consumer) {
            while (true) {
                var records = consumer.poll(POLL);
                long now = System.nanoTime();
                for (var message : records) {
                    marks.arrived(Integer.parseInt(new String(message.key(), StandardCharsets.UTF_8)), now);
                }
            }
        } catch (WakeupException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the fields that a worker sets. */
    private static Element element(String name, String text) {
        var element = new Element();
        element.setRequestId("hop-00000000-" + name);
        element.setTenant("default");
        element.setStage("lines");
        element.setPath(List.of());
        element.setAttempt(List.of(0));
        element.setRun(Long.MAX_VALUE - 1);
        element.setSeq(1);
        element.setKind(ElementKind.DATA);
        element.setCardinality(-1);
        element.setText(text);
        element.setPool(HopPlan.POOL);
        element.setLane(0);
        element.setReplica("00000000-" + HopPlan.POOL);
        element.setAt(System.currentTimeMillis());
        return element;
    }

    private static KafkaProducer<byte[], byte[]> producer(CoreSettings core) {
        var config = core.kafkaClient();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-bench-plain");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(CoreSettings core) {
        var config = core.kafkaClient();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-bench-plain");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }
}
