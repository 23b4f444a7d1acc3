package io.millrace.core.app;

import io.millrace.core.failure.FailureContext;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.settings.CoreSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration of Kafka Streams that all applications share. */
public final class StreamsProperties {

    /** A killed instance is missed for this long; Kafka's own default of 45 s would be its recovery time. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private static final int HEARTBEAT_MS = 3_000;

    /** Kafka Streams' default is 100 ms, which would be added to every hop. */
    private static final int LINGER_MS = 1;

    /** The broker's default for groups of the protocol {@code streams}. */
    private static final Duration STREAMS_SESSION_TIMEOUT = Duration.ofSeconds(45);

    private StreamsProperties() {}

    /** Time after which a group gives the partitions of a silent member to others. */
    public static Duration sessionTimeout(CoreSettings settings) {
        return settings.groupProtocol().equals("classic")
                ? Duration.ofMillis(SESSION_TIMEOUT_MS)
                : STREAMS_SESSION_TIMEOUT;
    }

    /** @param overrides of the application itself, such as its own commit interval; they win */
    public static Map<String, Object> of(
            String applicationId, CoreSettings settings, FailureContext failures, Map<String, ?> overrides) {
        var properties = settings.kafkaClient();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, settings.groupProtocol());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replicationFactor());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        if (settings.standbyReplicas() > 0) {
            // With each change its position travels, so that a standby can say how far it is. Kafka's name for it is
            // internal.
            properties.put("__iq.consistency.offset.vector.enabled__", true);
        }
        properties.putAll(failureProperties(applicationId, failures));
        properties.putAll(storeProperties(settings));
        properties.putAll(clientProperties(settings));
        properties.putAll(overrides);
        return properties;
    }

    private static Map<String, Object> failureProperties(String applicationId, FailureContext failures) {
        var properties = new HashMap<String, Object>();
        properties.put(FailureContext.KEY, failures);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, FailurePolicy.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailurePolicy.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, FailurePolicy.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        properties.put(
                StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, FailurePolicy.deadLetterTopic(applicationId));
        return properties;
    }

    private static Map<String, Object> storeProperties(CoreSettings settings) {
        return Map.of(
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class,
                RocksDbMemory.CACHE_BYTES, settings.rocksDbCacheBytes(),
                RocksDbMemory.WRITE_BUFFER_BYTES, settings.rocksDbWriteBufferBytes());
    }

    private static Map<String, Object> clientProperties(CoreSettings settings) {
        var properties = new HashMap<String, Object>();
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MS);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), settings.maxMessageBytes());
        // Changelogs hold values as large as those of topics.
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), settings.maxMessageBytes());
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), (int)
                settings.maxPollInterval().toMillis());
        if (settings.groupProtocol().equals("classic")) {
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MS);
        }
        return properties;
    }
}
