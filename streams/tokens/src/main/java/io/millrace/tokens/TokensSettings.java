package io.millrace.tokens;

import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import io.millrace.core.topics.TokensPartitions;
import io.millrace.tokens.advance.AdvanceSettings;
import io.millrace.tokens.advance.PoolPrice;
import io.millrace.tokens.advance.Prices;
import io.millrace.tokens.advance.Quotas;
import io.millrace.tokens.schedule.Policies;
import io.millrace.tokens.schedule.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of the token streams. */
public final class TokensSettings {

    public static final String PLAN_WAIT = "tokens.plan.wait.ms";
    public static final String REQUEST_TIMEOUT = "tokens.request.timeout.ms";
    public static final String REQUEST_TTL = "tokens.request.ttl.ms";
    public static final String SPLIT_MAX_CHILDREN = "tokens.split.max.children";
    public static final String RETRY_BUDGET = "tokens.retry.budget";
    public static final String SCHEDULER = "tokens.scheduler";
    public static final String COMMIT_INTERVAL = "tokens.commit.interval.ms";
    public static final String STREAM_THREADS = "tokens.stream.threads";

    private final RawSettings raw;
    private final AbstractConfig config;
    private final DocumentSettings documents;
    private final int recordMaxBytes;
    private final Quotas quotas;

    private TokensSettings(RawSettings raw, AbstractConfig config, DocumentSettings documents, int recordMaxBytes) {
        this.raw = raw;
        this.config = config;
        this.documents = documents;
        this.recordMaxBytes = recordMaxBytes;
        this.quotas = QuotaSettings.of(raw);
    }

    /** @throws SettingsException when a value is not possible */
    public static TokensSettings of(RawSettings raw) {
        try {
            var config = new AbstractConfig(definition(), raw.values(), false);
            return new TokensSettings(raw, config, DocumentSettings.of(raw), recordMaxBytes(raw));
        } catch (ConfigException e) {
            throw new SettingsException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** What the serializers of the process go by. */
    private static int recordMaxBytes(RawSettings raw) {
        var key = CoreSettings.definition().configKeys().get(CoreSettings.MAX_REQUEST);
        return raw.parse(new ConfigDef().define(key)).getInt(CoreSettings.MAX_REQUEST);
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        PLAN_WAIT,
                        ConfigDef.Type.LONG,
                        5_000L,
                        Range.atLeast(0),
                        Importance.LOW,
                        "How long a request waits for a pipeline that has not been seen yet, milliseconds.")
                .define(
                        REQUEST_TIMEOUT,
                        ConfigDef.Type.LONG,
                        120_000L,
                        Range.between(1, Duration.ofDays(7).toMillis()),
                        Importance.MEDIUM,
                        "Deadline of a request that names none, milliseconds after it is admitted.")
                .define(
                        REQUEST_TTL,
                        ConfigDef.Type.LONG,
                        600_000L,
                        Range.between(0, Duration.ofDays(1).toMillis()),
                        Importance.MEDIUM,
                        "How long a closed request can still be read and repeats of it are recognised, milliseconds.")
                .define(
                        SPLIT_MAX_CHILDREN,
                        ConfigDef.Type.INT,
                        4_096,
                        Range.between(1, 1_000_000),
                        Importance.LOW,
                        "Most children that a split makes of one input; what follows is reported as missing.")
                .define(
                        RETRY_BUDGET,
                        ConfigDef.Type.INT,
                        5,
                        Range.between(0, 10_000),
                        Importance.MEDIUM,
                        "Calls of one request that begin again because their engine failed for a reason that may pass.")
                .define(
                        SCHEDULER,
                        ConfigDef.Type.STRING,
                        Policies.DEFAULT,
                        ValidString.in(Policies.names().toArray(String[]::new)),
                        Importance.MEDIUM,
                        "How the replica that takes a call is chosen.")
                .define(
                        COMMIT_INTERVAL,
                        ConfigDef.Type.LONG,
                        500L,
                        Range.between(10, 30_000),
                        Importance.MEDIUM,
                        "How often transactions commit, milliseconds; results, which are read committed, wait for it.")
                .define(
                        STREAM_THREADS,
                        ConfigDef.Type.INT,
                        2,
                        Range.between(1, 64),
                        Importance.MEDIUM,
                        "Threads of one process; while one of them commits, the others go on.");
    }

    /** What may differ for one pool. */
    public static ConfigDef definition(String pool) {
        var policies = new ArrayList<>(Policies.names());
        policies.add(0, "");
        return new ConfigDef()
                .define(
                        schedulerKey(pool),
                        ConfigDef.Type.STRING,
                        "",
                        ValidString.in(policies.toArray(String[]::new)),
                        Importance.MEDIUM,
                        "How the replica that takes a call is chosen; when empty, as " + SCHEDULER + " says.")
                .define(
                        priceKey(pool, "prompt"),
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Price of a million tokens of prompts that were not cached.")
                .define(
                        priceKey(pool, "cached"),
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Price of a million tokens of prompts that the engine held already; set it to that of the"
                                + " others where the engine makes no difference.")
                .define(
                        priceKey(pool, "completion"),
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Price of a million tokens that were written.");
    }

    /**
     * @param pools whose calls may have a price
     * @throws SettingsException when a setting of a pool is not possible
     */
    AdvanceSettings advance(Collection<String> pools) {
        return new AdvanceSettings(
                duration(PLAN_WAIT),
                duration(REQUEST_TIMEOUT),
                duration(REQUEST_TTL),
                config.getInt(SPLIT_MAX_CHILDREN),
                config.getInt(RETRY_BUDGET),
                quotas,
                documents.maxBytes(),
                recordMaxBytes,
                new Prices(pools.stream().collect(Collectors.toMap(pool -> pool, this::price))));
    }

    private PoolPrice price(String pool) {
        var own = raw.parse(definition(pool));
        return new PoolPrice(
                own.getDouble(priceKey(pool, "prompt")),
                own.getDouble(priceKey(pool, "cached")),
                own.getDouble(priceKey(pool, "completion")));
    }

    /**
     * @param seed of random choices
     * @param clock wall clock, epoch milliseconds
     * @throws SettingsException when the setting of the pool is not possible
     */
    Scheduler scheduler(String pool, long seed, LongSupplier clock) {
        // Each task chooses for its own requests.
        int routers = TokensPartitions.of(raw).requests();
        var own = raw.parse(definition(pool)).getString(schedulerKey(pool));
        return Policies.scheduler(own.isEmpty() ? config.getString(SCHEDULER) : own, seed, routers, clock);
    }

    /**
     * What this application sets for Kafka Streams. Commits stall the thread, so they are rarer than Kafka Streams'
     * default of 100 ms: hops do not wait for them, only results do. A task never idles for the sake of the order of its
     * topics: no order of theirs is relied on.
     */
    public Map<String, Object> streamsOverrides() {
        return Map.of(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                config.getLong(COMMIT_INTERVAL),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                config.getInt(STREAM_THREADS),
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                0,
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
                StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    }

    private static String schedulerKey(String pool) {
        return "pool." + pool + ".scheduler";
    }

    private static String priceKey(String pool, String kind) {
        return "pool." + pool + ".price." + kind;
    }

    private Duration duration(String key) {
        return Duration.ofMillis(config.getLong(key));
    }
}
