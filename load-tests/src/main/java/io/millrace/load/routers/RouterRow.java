package io.millrace.load.routers;

import io.millrace.load.headline.Capacity;
import io.millrace.load.headline.Experiment;
import io.millrace.load.headline.Experiment.Arrivals;
import io.millrace.load.headline.Figures;
import io.millrace.load.headline.Lab;
import io.millrace.load.headline.Mode;
import io.millrace.load.headline.routing.Routing;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What one policy reached on drawn requests.
 *
 * @param served requests a second at a mean within the target
 * @param hitRate share of the shared prompt tokens that a cache held, at {@link #HEAVY} requests a second
 * @param imbalance tokens of the busiest replica over the mean, there
 * @param mean latency there, seconds
 * @param overloadedMean latency at {@link #OVERLOAD} requests a second, seconds
 */
record RouterRow(
        Routing policy, OptionalDouble served, double hitRate, double imbalance, double mean, double overloadedMean) {

    /** Requests a second that no policy serves within the target. */
    static final double HEAVY = 6;

    static final double OVERLOAD = 7;

    /** Requests a second for each replica between which capacities are sought. */
    private static final double LEAST = 0.25;

    private static final double MOST = 1.25;
    private static final double PRECISION = 0.01;
    private static final int TENANTS = 64;
    private static final double ZIPF = 0.9;
    private static final int MORE_PROMPT_TOKENS = 1_000;

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s serves %s/s; at 6/s hit rate %.3f, busiest %.2f, mean %.2f s; at 7/s %.2f s",
                policy.id(),
                Capacity.inWords(served),
                hitRate,
                imbalance,
                mean,
                overloadedMean);
    }

    static RouterRow measure(Routing policy, long[] seeds, Lab lab) {
        var experiment = experiment(policy);
        var heavy = experiment.withRate(HEAVY);
        return new RouterRow(
                policy,
                new Capacity(lab, LEAST, MOST, PRECISION).of(experiment, seeds, Figures::mean),
                lab.mean(heavy, seeds, Figures::hitRate),
                lab.mean(heavy, seeds, Figures::imbalance),
                lab.mean(heavy, seeds, Figures::mean),
                lab.mean(experiment.withRate(OVERLOAD), seeds, Figures::mean));
    }

    double servedOr0() {
        return served.orElse(0);
    }

    private static Experiment experiment(Routing policy) {
        var standard = Experiment.standard(Mode.STREAM, 1);
        return standard.with(new Arrivals(1, 1, TENANTS, ZIPF))
                .with(standard.fleet().with(policy))
                .with(standard.work().withMorePromptTokens(MORE_PROMPT_TOKENS));
    }
}
