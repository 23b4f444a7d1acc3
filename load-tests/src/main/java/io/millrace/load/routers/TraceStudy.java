package io.millrace.load.routers;

import io.millrace.engines.simulated.EngineProfile;
import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.load.headline.Bisection;
import io.millrace.load.headline.Experiment.Fleet;
import io.millrace.load.headline.Lab;
import io.millrace.load.headline.routing.Policy;
import io.millrace.load.headline.routing.Routing;
import io.millrace.load.headline.routing.Shipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Runs a trace under each shipped policy, as much faster or slower than it was as a fleet of four replicas bears. */
final class TraceStudy {

    /** Mean seconds to the first token: four times what an idle replica needs for a mean prompt of the trace. */
    static final double TARGET = 4;

    static final int REPLICAS = 4;

    /**
     * 32 sequences of the mean length fill the 50 GB that the weights leave of an A100 of 80 GB; 2,000,000 tokens are the 256
     * GB of host memory that each GPU of a usual server of eight has.
     */
    static final Batch BATCH = new Batch(32, Batch.DEFAULT.tokenBudget(), 2_000_000);

    private static final double LEAST_RATE = 0.3 * REPLICAS;
    private static final double MOST_RATE = 1.3 * REPLICAS;
    private static final double PRECISION = 0.02 * REPLICAS;

    private static final Routing BASELINE = Shipped.twinOf(Policy.ROUND_ROBIN);

    private final Lab lab;

    /** @param lab whose threads are used */
    TraceStudy(Lab lab) {
        this.lab = lab;
    }

    Findings of(Trace trace) throws InterruptedException {
        var policies = Shipped.all();
        var served = lab.all("capacity on " + trace.name(), policies, policy -> served(trace, policy));
        double rate = served.get(policies.indexOf(BASELINE)).orElse(LEAST_RATE);
        var figures =
                lab.all("figures on " + trace.name(), policies, policy -> TraceRun.of(trace, fleet(policy), rate));
        var rows = new ArrayList<Row>();
        for (int i = 0; i < policies.size(); i++) {
            rows.add(new Row(policies.get(i), served.get(i), figures.get(i)));
        }
        return new Findings(trace, rate, rows);
    }

    private static OptionalDouble served(Trace trace, Routing policy) {
        return Bisection.highest(
                LEAST_RATE,
                MOST_RATE,
                PRECISION,
                rate -> TraceRun.of(trace, fleet(policy), rate).mean() <= TARGET);
    }

    private static Fleet fleet(Routing policy) {
        return new Fleet(REPLICAS, EngineProfile.A100_8B.withBatch(BATCH), policy);
    }

    /**
     * What the policies reached on one trace.
     *
     * @param rate calls a second of {@link Row#figures}: what round robin serves
     */
    record Findings(Trace trace, double rate, List<Row> rows) {

        Findings {
            rows = List.copyOf(rows);
        }

        /** Times the calls a second that round robin serves. */
        double gain(Row row) {
            return row.served.orElse(0) / rate;
        }

        String inWords(Row row) {
            return String.format(
                    Locale.ROOT, "%s: %.2f times round robin on %s", row.policy.id(), gain(row), trace.name());
        }
    }

    /** What one policy reached: calls a second within {@link #TARGET}, and the rest at the rate that all are compared at. */
    record Row(Routing policy, OptionalDouble served, TraceFigures figures) {}
}
