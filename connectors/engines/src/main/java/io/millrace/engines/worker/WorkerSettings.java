package io.millrace.engines.worker;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.millrace.core.settings.RawSettings;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;

/**
 * How a worker serves its pool.
 *
 * @param pool whose topic it reads
 * @param lanes partitions of that topic
 * @param replica who it is on the log: distinct for each worker, also of one process
 * @param concurrency most calls at once
 * @param flushTokens most tokens of one element
 * @param flushWait longest time a token waits to be joined with the next
 * @param loadInterval time between two reports of its load
 * @param laneQueue calls waiting on a lane above which no more are taken from it, until half of them are left;
 *     cancellations behind them are heard all the same
 * @param remembered finished calls remembered, so that repeats are dropped
 * @param sessionTimeout after how long without a sign of life its lanes go to others
 * @param prefixCacheTokens tokens that the prefix cache of its engine is taken to hold
 * @param closeTimeout how long running calls may go on when it closes
 */
public record WorkerSettings(
        String pool,
        int lanes,
        String replica,
        int concurrency,
        int flushTokens,
        Duration flushWait,
        Duration loadInterval,
        int laneQueue,
        int remembered,
        Duration sessionTimeout,
        int prefixCacheTokens,
        Duration closeTimeout) {

    public static final String REPLICA = "worker.replica";
    public static final String FLUSH_TOKENS = "worker.flush.tokens";
    public static final String FLUSH_WAIT = "worker.flush.ms";
    public static final String LOAD_INTERVAL = "worker.load.report.ms";
    public static final String LANE_QUEUE = "worker.lane.queue.max";
    public static final String REMEMBERED = "worker.remembered.calls";
    public static final String SESSION_TIMEOUT = "worker.session.timeout.ms";
    public static final String PREFIX_CACHE = "worker.prefix.cache.tokens";
    public static final String CLOSE_TIMEOUT = "worker.close.timeout.ms";

    private static final int NAME_LENGTH = 8;

    public WorkerSettings {
        if (!pool.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "pool must be lower-case letters, digits and dashes, was '" + pool + "'");
        }
        if (concurrency < 1 || lanes < 1 || laneQueue < 1) {
            throw new IllegalArgumentException("pool." + pool + ": lanes, concurrency and " + LANE_QUEUE
                    + " must be positive, were " + lanes + ", " + concurrency + ", " + laneQueue);
        }
    }

    /**
     * With a random name where none is set.
     *
     * @throws io.millrace.core.settings.SettingsException with all errors at once
     */
    public static WorkerSettings of(String pool, RawSettings raw) {
        return of(pool, raw, () -> UUID.randomUUID().toString().substring(0, NAME_LENGTH));
    }

    /** @param names a name for the process where none is set */
    static WorkerSettings of(String pool, RawSettings raw, Supplier<String> names) {
        var config = raw.parse(definition(pool));
        var process = config.getString(REPLICA).isEmpty() ? names.get() : config.getString(REPLICA);
        return new WorkerSettings(
                pool,
                config.getInt(lanesKey(pool)),
                process + "-" + pool,
                config.getInt(concurrencyKey(pool)),
                config.getInt(FLUSH_TOKENS),
                config.getDuration(FLUSH_WAIT),
                config.getDuration(LOAD_INTERVAL),
                config.getInt(LANE_QUEUE),
                config.getInt(REMEMBERED),
                config.getDuration(SESSION_TIMEOUT),
                config.getInt(PREFIX_CACHE),
                config.getDuration(CLOSE_TIMEOUT));
    }

    /** Settings of the worker of one pool. */
    public static ConfigDef definition(String pool) {
        return new ConfigDef()
                .define(
                        lanesKey(pool),
                        ConfigDef.Type.INT,
                        4,
                        atLeast(1),
                        HIGH,
                        "Lanes: the most workers that can serve it.")
                .define(concurrencyKey(pool), ConfigDef.Type.INT, 8, atLeast(1), HIGH, "Calls at once of one worker.")
                .define(
                        REPLICA,
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        "Name of this process in load reports; random when empty.")
                .define(
                        FLUSH_TOKENS,
                        ConfigDef.Type.INT,
                        8,
                        atLeast(1),
                        MEDIUM,
                        "Most tokens of one element of a text that is read as it comes.")
                .define(
                        FLUSH_WAIT,
                        ConfigDef.Type.LONG,
                        20L,
                        atLeast(0),
                        MEDIUM,
                        "Longest time a token of such a text waits for the next."
                                + " What is read by items or as a whole waits up to 250 ms.")
                .define(LOAD_INTERVAL, ConfigDef.Type.LONG, 100L, atLeast(10), LOW, "Time between two load reports.")
                .define(
                        LANE_QUEUE,
                        ConfigDef.Type.INT,
                        256,
                        atLeast(1),
                        LOW,
                        "Waiting calls at which a lane is full: only cancellations are taken from it until half of them are left.")
                .define(
                        REMEMBERED,
                        ConfigDef.Type.INT,
                        20_000,
                        atLeast(1),
                        LOW,
                        "Finished calls remembered against repeats.")
                .define(
                        SESSION_TIMEOUT,
                        ConfigDef.Type.LONG,
                        10_000L,
                        atLeast(1_000),
                        MEDIUM,
                        "Silence after which lanes move.")
                .define(
                        PREFIX_CACHE,
                        ConfigDef.Type.INT,
                        100_000,
                        atLeast(0),
                        MEDIUM,
                        "Tokens of prompts that the prefix cache of an engine is taken to hold, 0 for none.")
                .define(
                        CLOSE_TIMEOUT,
                        ConfigDef.Type.LONG,
                        5_000L,
                        atLeast(0),
                        LOW,
                        "How long calls go on while closing.");
    }

    /** Topic of its work. */
    public String topic() {
        return TokensTopics.WORK_PREFIX + pool;
    }

    /** Consumer group that shares the lanes of the pool. */
    public String group() {
        return "millrace.workers." + pool;
    }

    private static String lanesKey(String pool) {
        return "pool." + pool + ".lanes";
    }

    private static String concurrencyKey(String pool) {
        return "pool." + pool + ".concurrency";
    }
}
