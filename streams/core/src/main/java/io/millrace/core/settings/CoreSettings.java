package io.millrace.core.settings;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.RegistryPatience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;

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
    public static final String COMMIT_INTERVAL = "commit.interval.ms";
    public static final String STREAM_THREADS = "num.stream.threads";
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

    /** Prefix of settings handed to every Kafka client as they are, such as {@code kafka.security.protocol}. */
    public static final String KAFKA_PREFIX = "kafka.";

    /** Prefix of settings handed to the registry client as they are, such as {@code registry.client.basic.auth.user.info}. */
    public static final String REGISTRY_PREFIX = "registry.client.";

    private static final ConfigDef DEFINITION = clusterKeys(outageKeys(stateKeys(new ConfigDef())));

    private final AbstractConfig config;
    private final RawSettings raw;
    private final RegistryPatience patience;
    private final EventSerdes serdes;

    private CoreSettings(AbstractConfig config, RawSettings raw) {
        this.config = config;
        this.raw = raw;
        this.patience =
                new RegistryPatience(duration(OUTAGE_RETRY), duration(OUTAGE_PAUSE), duration(OUTAGE_PAUSE_MAX));
        this.serdes = EventSerdes.of(registryUrl(), registryClient(), patience, maxRequestBytes());
    }

    /** @throws SettingsException with all errors at once */
    public static CoreSettings of(RawSettings raw) {
        var errors = new ArrayList<>(raw.errors(DEFINITION));
        if (errors.isEmpty()) {
            errors.addAll(CoreSettingsChecks.errors(raw.parse(DEFINITION)));
        }
        if (!errors.isEmpty()) {
            throw new SettingsException(errors);
        }
        return new CoreSettings(raw.parse(DEFINITION), raw);
    }

    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
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
        return duration(REGISTRY_TIMEOUT);
    }

    public Path stateDir() {
        return Path.of(config.getString(STATE_DIR)).toAbsolutePath().normalize();
    }

    public Duration commitInterval() {
        return duration(COMMIT_INTERVAL);
    }

    public int streamThreads() {
        return config.getInt(STREAM_THREADS);
    }

    public int standbyReplicas() {
        return config.getInt(STANDBY_REPLICAS);
    }

    public String groupProtocol() {
        return config.getString(GROUP_PROTOCOL);
    }

    public Duration maxPollInterval() {
        return duration(MAX_POLL_INTERVAL);
    }

    /** First pause after an outage; doubled with each further one up to {@link #longestOutagePause()}. */
    public Duration outagePause() {
        return duration(OUTAGE_PAUSE);
    }

    public Duration longestOutagePause() {
        return duration(OUTAGE_PAUSE_MAX);
    }

    public long rocksDbCacheBytes() {
        return config.getLong(ROCKSDB_CACHE);
    }

    public long rocksDbWriteBufferBytes() {
        return config.getLong(ROCKSDB_WRITE_BUFFER);
    }

    public Duration closeTimeout() {
        return duration(CLOSE_TIMEOUT);
    }

    /** Largest value of a record, and largest request of a producer. */
    public int maxRequestBytes() {
        return config.getInt(MAX_REQUEST);
    }

    /** Copies of each topic that is created; -1 leaves it to the broker. */
    public short replicationFactor() {
        return config.getShort(REPLICATION_FACTOR);
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

    private Duration duration(String key) {
        return Duration.ofMillis(config.getLong(key));
    }

    private static ConfigDef clusterKeys(ConfigDef keys) {
        return keys.define(
                        BOOTSTRAP_SERVERS,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                        HIGH,
                        "Kafka brokers, as host:port, separated by commas.")
                .define(
                        REGISTRY_URL,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new NonEmptyString(),
                        HIGH,
                        "Base URL of the schema registry (Confluent's API).")
                .define(
                        REGISTRY_TIMEOUT,
                        Type.LONG,
                        60_000L,
                        atLeast(0),
                        LOW,
                        "How long registering and checking schemas waits for a registry that is away.")
                .define(
                        REPLICATION_FACTOR,
                        Type.SHORT,
                        (short) -1,
                        between(-1, Short.MAX_VALUE),
                        MEDIUM,
                        "Copies of each topic that is created; -1 takes the broker's default.")
                .define(
                        MAX_REQUEST,
                        Type.INT,
                        EventSerdes.DEFAULT_MAX_BYTES,
                        atLeast(16 * 1024),
                        MEDIUM,
                        "Largest value of a record in bytes; larger ones on a topic become dead letters.");
    }

    private static ConfigDef stateKeys(ConfigDef keys) {
        return keys.define(
                        STATE_DIR,
                        Type.STRING,
                        ".millrace/state",
                        new NonEmptyString(),
                        HIGH,
                        "Directory of the state stores; must survive a restart, so not below /tmp.")
                .define(
                        STATE_DIR_TMP_ALLOWED,
                        Type.BOOLEAN,
                        false,
                        LOW,
                        "Whether state.dir may be a temporary directory; for tests only.")
                .define(
                        COMMIT_INTERVAL,
                        Type.LONG,
                        100L,
                        atLeast(1),
                        MEDIUM,
                        "Time between commits; read-committed readers see outputs only after one.")
                .define(STREAM_THREADS, Type.INT, 1, atLeast(1), MEDIUM, "Stream threads of each application.")
                .define(
                        STANDBY_REPLICAS,
                        Type.INT,
                        0,
                        atLeast(0),
                        MEDIUM,
                        "Warm copies of each store on other instances; 1 when more than one instance runs.")
                .define(
                        ROCKSDB_CACHE,
                        Type.LONG,
                        64L * 1024 * 1024,
                        atLeast(1024 * 1024),
                        MEDIUM,
                        "Memory of all state stores of the process together, write buffers included, in bytes.")
                .define(
                        ROCKSDB_WRITE_BUFFER,
                        Type.LONG,
                        32L * 1024 * 1024,
                        atLeast(1024 * 1024),
                        LOW,
                        "Share of rocksdb.cache.bytes that write buffers may take, in bytes.");
    }

    private static ConfigDef outageKeys(ConfigDef keys) {
        return keys.define(
                        GROUP_PROTOCOL,
                        Type.STRING,
                        "classic",
                        ValidString.in("classic", "streams"),
                        LOW,
                        "Rebalance protocol of the stream applications.")
                .define(
                        MAX_POLL_INTERVAL,
                        Type.LONG,
                        300_000L,
                        between(1, Integer.MAX_VALUE),
                        LOW,
                        "Longest time between two polls of a stream thread before its tasks move.")
                .define(
                        OUTAGE_RETRY,
                        Type.LONG,
                        60_000L,
                        atLeast(0),
                        MEDIUM,
                        "How long one call to a registry that is away is tried again before the thread is replaced.")
                .define(OUTAGE_PAUSE, Type.LONG, 200L, atLeast(1), LOW, "First pause between two tries in an outage.")
                .define(OUTAGE_PAUSE_MAX, Type.LONG, 10_000L, atLeast(1), LOW, "Longest pause between two tries.")
                .define(
                        CLOSE_TIMEOUT,
                        Type.LONG,
                        30_000L,
                        atLeast(1),
                        MEDIUM,
                        "How long an application may take to close before it is abandoned.");
    }
}
