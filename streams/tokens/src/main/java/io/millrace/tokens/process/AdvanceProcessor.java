package io.millrace.tokens.process;

import io.millrace.core.failure.InvalidEventException;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.tokens.PipelineNames;
import io.millrace.events.tokens.TenantNames;
import io.millrace.events.topic.Trace;
import io.millrace.tokens.TokensStores;
import io.millrace.tokens.advance.Advance;
import io.millrace.tokens.advance.AdvanceSettings;
import io.millrace.tokens.advance.TokensState;
import io.millrace.tokens.plan.ParsedPlans;
import io.millrace.tokens.schedule.Lanes;
import io.millrace.tokens.schedule.Schedulers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Gives the interpreter its events, its stores and its clock. One for each task, used by the thread of that task. */
public final class AdvanceProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {

    private static final Duration WAKE = Duration.ofMillis(100);
    private static final int LONGEST_ID = 64;

    private final Map<String, Integer> pools;
    private final Schedulers schedulers;
    private final ParsedPlans parsed;
    private final AdvanceSettings settings;
    private final TokensMeters meters;
    private @Nullable Advance advance;
    private @Nullable ForwardingEffects effects;

    /**
     * @param pools number of lanes of each pool
     * @param parsed shared by all tasks
     */
    public AdvanceProcessor(
            Map<String, Integer> pools,
            Schedulers schedulers,
            ParsedPlans parsed,
            AdvanceSettings settings,
            TokensMeters meters) {
        this.pools = pools;
        this.schedulers = schedulers;
        this.parsed = parsed;
        this.settings = settings;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        KeyValueStore<String, ?> plans = context.getStateStore(TokensStores.PLANS.name());
        KeyValueStore<String, ?> loads = context.getStateStore(TokensStores.LOADS.name());
        long seed = context.taskId().toString().hashCode();
        var lanes = new Lanes(
                pools, each -> reports(loads, each), pool -> schedulers.of(pool, seed, context::currentSystemTimeMs));
        var tenants = new GlobalEntries<TenantLoad>(context.getStateStore(TokensStores.TENANT_LOADS.name()));
        var sinks = new ForwardingEffects(context, lanes, pools, meters, tenants);
        var interpreter = new Advance(
                state(context), sinks, (pipeline, version) -> plan(plans, pipeline, version), parsed, settings);
        effects = sinks;
        advance = interpreter;
        context.schedule(WAKE, PunctuationType.WALL_CLOCK_TIME, at -> {
            sinks.follow(Trace.NONE);
            interpreter.wake(at);
        });
    }

    /** @throws InvalidEventException before anything has changed */
    @Override
    public void process(Record<String, SpecificRecord> record) {
        var interpreter = Objects.requireNonNull(advance, "initialised by Kafka Streams");
        Objects.requireNonNull(effects, "initialised by Kafka Streams").follow(Trace.of(record.headers()));
        var now = record.timestamp();
        var event = record.value();
        if (event instanceof Element element) {
            checkKey(record.key(), element.getRequestId());
            interpreter.element(element, now);
        } else if (event instanceof Request request) {
            checkKey(record.key(), request.getRequestId());
            checkTenant(request.getTenant());
            checkPipeline(request.getPipeline());
            interpreter.request(request, now);
        } else if (event instanceof Control control) {
            checkKey(record.key(), control.getRequestId());
            interpreter.control(control, now);
        }
    }

    /** The key decides the task, so a record under another key would be looked for where it is not. */
    private static void checkKey(@Nullable String key, String requestId) {
        if (!requestId.equals(key)) {
            throw new InvalidEventException(
                    "wrong-key", "the key of the record must be its requestId '" + requestId + "', was '" + key + "'");
        }
        if (requestId.isEmpty()
                || requestId.length() > LONGEST_ID
                || !requestId.chars().allMatch(AdvanceProcessor::isOfId)) {
            throw new InvalidEventException(
                    "bad-request-id", "a requestId is 1 to 64 letters, digits, dashes and underscores");
        }
    }

    private static void checkTenant(String tenant) {
        if (!TenantNames.isPossible(tenant)) {
            throw new InvalidEventException("bad-tenant", "a tenant is named by " + TenantNames.RULE);
        }
    }

    /** What no pipeline can be called is not waited for; kept with each state of a request, it must be short. */
    private static void checkPipeline(String pipeline) {
        if (!PipelineNames.isPossible(pipeline)) {
            throw new InvalidEventException("bad-pipeline", "a pipeline is named by " + PipelineNames.RULE);
        }
    }

    private static boolean isOfId(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static TokensState state(ProcessorContext<String, SpecificRecord> context) {
        return new TokensState(
                entries(context, TokensStores.REQUESTS),
                entries(context, TokensStores.INPUTS),
                entries(context, TokensStores.ITEMS),
                entries(context, TokensStores.SCOPES),
                entries(context, TokensStores.FRAGMENTS),
                entries(context, TokensStores.PINNED_PLANS),
                entries(context, TokensStores.TENANTS),
                entries(context, TokensStores.WAKEUPS));
    }

    private static <V> StoreEntries<V> entries(ProcessorContext<String, SpecificRecord> context, StoreName name) {
        return new StoreEntries<>(context.<KeyValueStore<String, V>>getStateStore(name.name()));
    }

    private static @Nullable Plan plan(KeyValueStore<String, ?> plans, String pipeline, int version) {
        return (Plan) plain(plans.get(version == 0 ? pipeline : pipeline + '|' + version));
    }

    private static void reports(KeyValueStore<String, ?> loads, Consumer<Load> each) {
        try (var all = loads.all()) {
            all.forEachRemaining(entry -> each.accept((Load) Objects.requireNonNull(plain(entry.value))));
        }
    }

    /** Global stores may be handed over with the time of each value. */
    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof ValueAndTimestamp<?> timed ? timed.value() : value;
    }
}
