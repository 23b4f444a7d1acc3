package io.millrace.core.settings;

import io.millrace.core.metrics.KafkaMeters;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.RegistryPatience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Settings that every process has: where the broker and the registry are, where state is kept, how long things are waited
 * for. One instance for each process; its {@link #serdes()} share one registry client.
 */
public final class CoreSettings {

    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String REGISTRY_URL = "registry.url";
    public static final String REGISTRY_TIMEOUT = "registry.timeout.ms";
    public static final String STATE_DIR = "state.dir";
    public static final String STATE_DIR_TMP_ALLOWED = "state.dir.tmp.allowed";
    public static final String STANDBY_REPLICAS = "num.standby.replicas";
    public static final String GROUP_PROTOCOL = "group.protocol";
    public static final String MAX_POLL_INTERVAL = "max.poll.interval.ms";
    public static final String OUTAGE_RETRY = "outage.retry.ms";
    public static final String OUTAGE_PAUSE = "outage.pause.ms";
    public static final String OUTAGE_PAUSE_MAX = "outage.pause.max.ms";
    public static final String ROCKSDB_CACHE = "rocksdb.cache.bytes";
    public static final String ROCKSDB_WRITE_BUFFER = "rocksdb.write.buffer.bytes";
    public static final String CLOSE_TIMEOUT = "close.timeout.ms";
    public static final String MAX_REQUEST = "max.request.bytes";
    public static final String REPLICATION_FACTOR = "replication.factor";
    public static final String KAFKA_METERS = "metrics.kafka";

    /** Prefix of settings handed to every Kafka client as they are, such as {@code kafka.security.protocol}. */
    public static final String KAFKA_PREFIX = "kafka.";

    /** Prefix of settings handed to the registry client as they are, such as {@code registry.client.basic.auth.user.info}. */
    public static final String REGISTRY_PREFIX = "registry.client.";

    private static final int HEADROOM_BYTES = 64 * 1024;

    private final ParsedSettings config;
    private final RawSettings raw;
    private final RegistryPatience patience;
    private final EventSerdes serdes;

    private CoreSettings(ParsedSettings config, RawSettings raw) {
        this.config = config;
        this.raw = raw;
        this.patience = new RegistryPatience(
                config.getDuration(OUTAGE_RETRY),
                config.getDuration(OUTAGE_PAUSE),
                config.getDuration(OUTAGE_PAUSE_MAX));
        this.serdes = EventSerdes.of(registryUrl(), registryClient(), patience, maxRequestBytes());
    }

    /** @throws SettingsException with all errors at once */
    public static CoreSettings of(RawSettings raw) {
        var errors = new ArrayList<>(raw.errors(CoreDefinition.KEYS));
        if (errors.isEmpty()) {
            errors.addAll(CoreSettingsChecks.errors(raw.parse(CoreDefinition.KEYS)));
        }
        if (!errors.isEmpty()) {
            throw new SettingsException(errors);
        }
        return new CoreSettings(raw.parse(CoreDefinition.KEYS), raw);
    }

    public static ConfigDef definition() {
        return new ConfigDef(CoreDefinition.KEYS);
    }

    public String bootstrapServers() {
        return String.join(",", config.getList(BOOTSTRAP_SERVERS));
    }

    public String registryUrl() {
        return config.getString(REGISTRY_URL);
    }

    /** Settings of the registry client beside its URL. */
    public Map<String, Object> registryClient() {
        return new HashMap<>(raw.startingWith(REGISTRY_PREFIX));
    }

    /** How long {@code schemas register} and the like wait for the registry. */
    public Duration registryTimeout() {
        return config.getDuration(REGISTRY_TIMEOUT);
    }

    public Path stateDir() {
        return Path.of(config.getString(STATE_DIR)).toAbsolutePath().normalize();
    }

    public int standbyReplicas() {
        return config.getInt(STANDBY_REPLICAS);
    }

    public String groupProtocol() {
        return config.getString(GROUP_PROTOCOL);
    }

    public Duration maxPollInterval() {
        return config.getDuration(MAX_POLL_INTERVAL);
    }

    /** First pause after an outage; doubled with each further one up to {@link #longestOutagePause()}. */
    public Duration outagePause() {
        return config.getDuration(OUTAGE_PAUSE);
    }

    public Duration longestOutagePause() {
        return config.getDuration(OUTAGE_PAUSE_MAX);
    }

    public long rocksDbCacheBytes() {
        return config.getLong(ROCKSDB_CACHE);
    }

    public long rocksDbWriteBufferBytes() {
        return config.getLong(ROCKSDB_WRITE_BUFFER);
    }

    public Duration closeTimeout() {
        return config.getDuration(CLOSE_TIMEOUT);
    }

    /** Largest value of a record in bytes. */
    public int maxRequestBytes() {
        return config.getInt(MAX_REQUEST);
    }

    /** Largest record with its key, headers and framing: limit of producers and of the topics created. */
    public int maxMessageBytes() {
        return maxRequestBytes() + HEADROOM_BYTES;
    }

    /** Copies of each topic that is created; -1 leaves it to the broker. */
    public short replicationFactor() {
        return config.getShort(REPLICATION_FACTOR);
    }

    /** Which of the meters of Kafka Streams and its clients are kept. */
    public KafkaMeters kafkaMeters() {
        return KafkaMeters.valueOf(config.getString(KAFKA_METERS).toUpperCase(Locale.ROOT));
    }

    /** What every Kafka client needs: where the broker is and how to log in. A new map for each call. */
    public Map<String, Object> kafkaClient() {
        var client = new HashMap<String, Object>(raw.startingWith(KAFKA_PREFIX));
        client.put(BOOTSTRAP_SERVERS, bootstrapServers());
        return client;
    }

    /** Serdes that wait for a registry that is away, within {@code outage.retry.ms}. */
    public EventSerdes serdes() {
        return serdes;
    }

    /** What {@link #serdes()} wait by: give it up when the process closes. */
    public RegistryPatience patience() {
        return patience;
    }

    public RawSettings raw() {
        return raw;
    }
}
