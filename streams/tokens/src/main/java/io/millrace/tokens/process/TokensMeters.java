package io.millrace.tokens.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.metrics.MeterDescription;
import io.millrace.core.metrics.MeterDescription.Kind;
import io.millrace.events.avro.tokens.CallUsage;
import java.time.Duration;
import java.util.List;

/**
 * What the topology sees of waiting and of waste. Counted when it is derived: what an aborted transaction derived counts
 * again, which the bills on {@code tokens.usage} do not. Safe for use by several threads.
 */
public final class TokensMeters {

    private static final String PIPELINE = "pipeline";

    public static final MeterDescription CLOSURE_WAIT = new MeterDescription(
            "millrace.tokens.closure.wait",
            Kind.HISTOGRAM,
            List.of(PIPELINE),
            "Time from the end of the first child that a scope joins to its closing: how long results wait for their slowest sibling.");

    public static final MeterDescription BILLED = new MeterDescription(
            "millrace.tokens.billed",
            Kind.COUNTER,
            List.of(PIPELINE, "pool", "outcome"),
            "Tokens of calls, prompt and completion, by how they ended: what is not DONE (FAILED, CANCELLED, SUPERSEDED, REST) is wasted.");

    private final MeterRegistry registry;

    public TokensMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void closed(String pipeline, Duration waited) {
        CLOSURE_WAIT.timer(registry, Tags.of(PIPELINE, pipeline)).record(waited);
    }

    void billed(CallUsage bill) {
        var tags = Tags.of(PIPELINE, bill.getPipeline(), "pool", bill.getPool(), "outcome", bill.getStatus());
        var usage = bill.getUsage();
        BILLED.counter(registry, tags).increment((double) usage.getPromptTokens() + usage.getCompletionTokens());
    }
}
