package io.millrace.core.settings;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.millrace.events.serde.EventSerdes;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** Type, default, bounds and meaning of each key of {@link CoreSettings}. */
final class CoreDefinition {

    static final ConfigDef KEYS = clusterKeys(outageKeys(stateKeys(new ConfigDef())));

    private CoreDefinition() {}

    private static ConfigDef clusterKeys(ConfigDef keys) {
        return keys.define(
                        CoreSettings.BOOTSTRAP_SERVERS,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                        HIGH,
                        "Kafka brokers, as host:port, separated by commas.")
                .define(
                        CoreSettings.REGISTRY_URL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new NonEmptyString(),
                        HIGH,
                        "Base URL of the schema registry (Confluent's API).")
                .define(
                        CoreSettings.REGISTRY_TIMEOUT,
                        ConfigDef.Type.LONG,
                        60_000L,
                        atLeast(0),
                        LOW,
                        "How long registering and checking schemas waits for a registry that is away.")
                .define(
                        CoreSettings.REPLICATION_FACTOR,
                        ConfigDef.Type.SHORT,
                        (short) -1,
                        between(-1, Short.MAX_VALUE),
                        MEDIUM,
                        "Copies of each topic that is created; -1 takes the broker's default.")
                .define(
                        CoreSettings.MAX_REQUEST,
                        ConfigDef.Type.INT,
                        EventSerdes.DEFAULT_MAX_BYTES,
                        atLeast(16 * 1024),
                        MEDIUM,
                        "Largest value of a record in bytes; larger ones on a topic become dead letters.");
    }

    private static ConfigDef stateKeys(ConfigDef keys) {
        return keys.define(
                        CoreSettings.STATE_DIR,
                        ConfigDef.Type.STRING,
                        ".millrace/state",
                        new NonEmptyString(),
                        HIGH,
                        "Directory of the state stores; must survive a restart, so not below /tmp.")
                .define(
                        CoreSettings.STATE_DIR_TMP_ALLOWED,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        LOW,
                        "Whether state.dir may be a temporary directory; for tests only.")
                .define(
                        CoreSettings.STANDBY_REPLICAS,
                        ConfigDef.Type.INT,
                        0,
                        atLeast(0),
                        MEDIUM,
                        "Warm copies of each store on other instances; 1 when more than one instance runs.")
                .define(
                        CoreSettings.ROCKSDB_CACHE,
                        ConfigDef.Type.LONG,
                        64L * 1024 * 1024,
                        atLeast(1024 * 1024),
                        MEDIUM,
                        "Memory of all state stores of the process together, write buffers included, in bytes.")
                .define(
                        CoreSettings.ROCKSDB_WRITE_BUFFER,
                        ConfigDef.Type.LONG,
                        32L * 1024 * 1024,
                        atLeast(1024 * 1024),
                        LOW,
                        "Share of rocksdb.cache.bytes that write buffers may take, in bytes.");
    }

    private static ConfigDef outageKeys(ConfigDef keys) {
        return keys.define(
                        CoreSettings.GROUP_PROTOCOL,
                        ConfigDef.Type.STRING,
                        "classic",
                        ValidString.in("classic", "streams"),
                        LOW,
                        "Rebalance protocol of the stream applications.")
                .define(
                        CoreSettings.MAX_POLL_INTERVAL,
                        ConfigDef.Type.LONG,
                        300_000L,
                        between(1, Integer.MAX_VALUE),
                        LOW,
                        "Longest time between two polls of a stream thread before its tasks move.")
                .define(
                        CoreSettings.OUTAGE_RETRY,
                        ConfigDef.Type.LONG,
                        60_000L,
                        atLeast(0),
                        MEDIUM,
                        "How long one call to a registry that is away is tried again before the thread is replaced.")
                .define(
                        CoreSettings.OUTAGE_PAUSE,
                        ConfigDef.Type.LONG,
                        200L,
                        atLeast(1),
                        LOW,
                        "First pause between two tries in an outage.")
                .define(
                        CoreSettings.OUTAGE_PAUSE_MAX,
                        ConfigDef.Type.LONG,
                        10_000L,
                        atLeast(1),
                        LOW,
                        "Longest pause between two tries.")
                .define(
                        CoreSettings.CLOSE_TIMEOUT,
                        ConfigDef.Type.LONG,
                        30_000L,
                        atLeast(1),
                        MEDIUM,
                        "How long an application may take to close before it is abandoned.")
                .define(
                        CoreSettings.KAFKA_METERS,
                        ConfigDef.Type.STRING,
                        "essential",
                        ValidString.in("essential", "all"),
                        LOW,
                        "Which meters of Kafka Streams and its clients are kept: essential are lag, state, commits and"
                                + " memory of RocksDB.");
    }
}
