package io.millrace.core.documents;

import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.tokens.TokensTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads documents back from {@code tokens.documents}, each with a consumer of its own: documents are rare, and between two
 * of them nothing is held. Safe for use by several threads; a thread that reads is blocked meanwhile, and an interrupt
 * ends it.
 */
public final class DocumentReader {

    private static final String TOPIC = TokensTopics.DOCUMENTS.name();

    private final DocumentSettings settings;
    private final Map<String, Object> client;
    private final Deserializer<DocumentChunk> chunks;

    /** @param isolation uncommitted for who acts at once on what is not committed yet, else committed */
    public DocumentReader(CoreSettings core, IsolationLevel isolation) {
        this.settings = DocumentSettings.of(core.raw());
        this.chunks = core.serdes().deserializer(TokensTopics.DOCUMENTS);
        var config = new HashMap<>(core.kafkaClient());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.client = Map.copyOf(config);
    }

    /** What bounds the documents that it reads. */
    public DocumentSettings settings() {
        return settings;
    }

    /**
     * The content, once all its chunks are there.
     *
     * @throws DocumentUnreadableException when they are not within the time-out, or are not what the reference says
     */
    public String read(DocumentRef ref) throws DocumentUnreadableException {
        if (ref.getBytes() > settings.maxBytes()) {
            throw new DocumentUnreadableException(
                    ref, ref.getBytes() + " bytes are more than " + DocumentSettings.MAX_BYTES + " allows");
        }
        var assembly = new Assembly(ref);
        try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            collect(consumer, ref, assembly);
        } catch (KafkaException e) {
            throw new DocumentUnreadableException(ref, e);
        }
        return assembly.content();
    }

    private void collect(Consumer<String, byte[]> consumer, DocumentRef ref, Assembly assembly)
            throws DocumentUnreadableException {
        long until = System.nanoTime() + settings.readTimeout().toNanos();
        begin(consumer, ref);
        while (!assembly.isWhole()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new DocumentUnreadableException(
                        ref,
                        assembly.progress() + " within "
                                + settings.readTimeout().toMillis() + " ms (" + DocumentSettings.READ_TIMEOUT + ")");
            }
            for (var event : consumer.poll(Duration.ofNanos(left))) {
                if (assembly.needs(event.key())) {
                    assembly.add(chunks.deserialize(TOPIC, event.value()));
                }
            }
        }
    }

    /**
     * Seeks where the first chunk may be. A partition that has nothing so late yet is read from what was its end before it
     * was asked: chunks of a transaction come later than the work that names them.
     */
    private void begin(Consumer<String, byte[]> consumer, DocumentRef ref) {
        var timeout = settings.readTimeout();
        var partitions = partitions(ref, consumer.partitionsFor(TOPIC, timeout).size());
        consumer.assign(partitions);
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, ref.getAt()));
        var ends = consumer.endOffsets(partitions, timeout);
        consumer.offsetsForTimes(times, timeout)
                .forEach((partition, found) ->
                        consumer.seek(partition, found != null ? found.offset() : ends.getOrDefault(partition, 0L)));
    }

    /** Where Kafka's default partitioning puts the chunks. */
    private static Set<TopicPartition> partitions(DocumentRef ref, int count) {
        var partitions = new HashSet<TopicPartition>();
        for (var chunk = 0; chunk < ref.getChunks() && partitions.size() < count; chunk++) {
            var key = Document.key(ref.getDocumentId(), chunk).getBytes(StandardCharsets.UTF_8);
            partitions.add(new TopicPartition(TOPIC, Utils.toPositive(Utils.murmur2(key)) % count));
        }
        return partitions;
    }
}
