package io.millrace.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of one partition, written and read as plain text. */
final class TestLog {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Map<String, Object> client;
    private final String topic;

    /** Creates the topic. */
    TestLog(String bootstrapServers, String topic) throws Exception {
        this.client = Map.of("bootstrap.servers", bootstrapServers);
        this.topic = topic;
        try (var admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    void write(String value) throws Exception {
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    /** The values from the beginning, once there are {@code count}. */
    List<String> read(int count) {
        var partition = List.of(new TopicPartition(topic, 0));
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            var end = System.nanoTime() + TIMEOUT.toNanos();
            while (values.size() < count && System.nanoTime() - end < 0) {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> values.add(message.value()));
            }
        }
        return values;
    }
}
