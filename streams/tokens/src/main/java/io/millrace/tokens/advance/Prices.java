package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.StageSummary;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.tokens.plan.Stage;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The price table. What a stage or a request cost is a function of the tokens it used, never a running sum: sums of
 * fractions would depend on the order in which calls end.
 *
 * @param byPool pools that are not named are free
 */
public record Prices(Map<String, PoolPrice> byPool) {

    /** Nothing costs anything. */
    public static final Prices NONE = new Prices(Map.of());

    public Prices {
        byPool = Map.copyOf(byPool);
    }

    /** @param stage a call */
    double of(Stage stage, Usage usage) {
        var pool = Objects.requireNonNull(stage.pool(), "a call has a pool");
        return byPool.getOrDefault(pool, PoolPrice.FREE).of(usage);
    }

    /** What the stages of a request cost together. */
    static double sum(List<StageSummary> stages) {
        return stages.stream().mapToDouble(StageSummary::getCost).sum();
    }
}
