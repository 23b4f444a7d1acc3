package io.millrace.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.settings.CoreSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Reads dead letters and publishes their records again. Only committed letters are seen. Each call makes its own Kafka
 * client, so any thread may call.
 */
public final class DeadLetters {

    private static final Duration POLL = Duration.ofMillis(200);

    private final CoreSettings settings;

    private DeadLetters(CoreSettings settings) {
        this.settings = settings;
    }

    public static DeadLetters of(CoreSettings settings) {
        return new DeadLetters(settings);
    }

    /**
     * One page of a partition's letters.
     *
     * @param letters in the order of the log
     * @param next offset at which the next page begins
     * @param more whether there is more now
     */
    public record Page(List<DeadLetter> letters, long next, boolean more) {}

    /**
     * A page of the letters on a topic, oldest first.
     *
     * @param topic of dead letters or rejected events, see {@link FailurePolicy}
     * @param from first offset wanted; letters before the oldest one kept are skipped
     * @param limit most letters of the page
     * @throws DeadLetterException when there is no such topic, or it holds other records
     */
    public Page list(String topic, int partition, long from, int limit) {
        var source = new TopicPartition(topic, partition);
        try (var consumer = consumer()) {
            requireTopic(consumer, source);
            consumer.assign(List.of(source));
            var end = consumer.endOffsets(List.of(source)).getOrDefault(source, 0L);
            var oldest = consumer.beginningOffsets(List.of(source)).getOrDefault(source, 0L);
            consumer.seek(source, Math.max(from, oldest));
            return page(consumer, source, end, limit);
        }
    }

    /** @throws DeadLetterException when there is none at this place */
    public DeadLetter show(String topic, int partition, long offset) {
        var page = list(topic, partition, offset, 1);
        if (page.letters().isEmpty() || page.letters().get(0).place().offset() != offset) {
            throw new DeadLetterException("no letter at " + new DeadLetter.Place(topic, partition, offset)
                    + "; list them with 'millrace dlq list --topic " + topic + "'");
        }
        return page.letters().get(0);
    }

    /**
     * Publishes the original record again: same topic, partition, key, value, time and headers, and a header that names the
     * letter. The letter stays.
     *
     * @return where the record is now
     * @throws DeadLetterException when the letter does not hold the whole record, or Kafka refuses it
     */
    public DeadLetter.Place replay(DeadLetter letter) {
        if (letter.isCut()) {
            throw new DeadLetterException(
                    "the record of " + letter.place() + " had "
                            + letter.originalBytes().orElseThrow()
                            + " bytes and only the first 1024 were kept, so it cannot be published again; publish it anew, smaller");
        }
        if (letter.original().partition() < 0) {
            throw new DeadLetterException("the record of " + letter.place() + " was never on a topic");
        }
        var record = new ProducerRecord<>(
                letter.original().topic(),
                letter.original().partition(),
                letter.at().toEpochMilli(),
                letter.key(),
                letter.value(),
                letter.headers());
        record.headers().remove(DeadLetterHeaders.REPLAYED_FROM);
        record.headers()
                .add(DeadLetterHeaders.REPLAYED_FROM, letter.place().toString().getBytes(UTF_8));
        return publish(record);
    }

    private static Page page(Consumer<byte[], byte[]> consumer, TopicPartition source, long end, int limit) {
        var letters = new ArrayList<DeadLetter>();
        while (letters.size() < limit && consumer.position(source) < end) {
            for (var record : consumer.poll(POLL)) {
                if (letters.size() == limit) {
                    return new Page(List.copyOf(letters), record.offset(), true);
                }
                letters.add(DeadLetter.of(record));
            }
        }
        var next = consumer.position(source);
        return new Page(List.copyOf(letters), next, next < end);
    }

    private DeadLetter.Place publish(ProducerRecord<byte[], byte[]> record) {
        try (var producer = new KafkaProducer<>(producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var written = producer.send(record).get();
            return new DeadLetter.Place(written.topic(), written.partition(), written.offset());
        } catch (ExecutionException e) {
            throw new DeadLetterException("cannot publish to " + record.topic() + " again: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadLetterException("interrupted while publishing to " + record.topic(), e);
        }
    }

    private static void requireTopic(Consumer<byte[], byte[]> consumer, TopicPartition source) {
        if (!FailurePolicy.holdsLetters(source.topic())) {
            throw new DeadLetterException(source.topic() + " holds no dead letters or rejected events;"
                    + " read it with 'millrace tail " + source.topic() + "'");
        }
        var partitions = consumer.listTopics().get(source.topic());
        if (partitions == null || source.partition() < 0 || source.partition() >= partitions.size()) {
            throw new DeadLetterException("there is no " + source + "; is the name right?");
        }
    }

    private Map<String, Object> producer() {
        var producer = settings.kafkaClient();
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxMessageBytes());
        return producer;
    }

    private Consumer<byte[], byte[]> consumer() {
        var consumer = settings.kafkaClient();
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
