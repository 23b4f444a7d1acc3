package io.millrace.load.openloop;

import java.time.Duration;
import java.util.ArrayList;

/** Runs whose figures are known. */
public final class Runs {

    /** Seconds of warm-up, whose requests take long; it must not count. */
    static final double WARM_UP = 60;

    private Runs() {}

    /** Ten requests a second that all take so long. */
    public static LoadRun steady(double rate, double latency) {
        return rising(rate, latency, latency);
    }

    /** Ten requests a second of which each block takes longer than the one before, from first to last. */
    public static LoadRun rising(double rate, double first, double last) {
        var plan = new LoadPlan(rate, 1, WARM_UP, 240);
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < 3_000; i++) {
            double at = i / 10.0;
            int block = (int) ((at - WARM_UP) / LatencyCurve.BLOCK_SECONDS);
            double latency = first + (last - first) * block / 7;
            outcomes.add(new Outcome(at, latency / 2, plan.counts(at) ? latency : 1_000, null));
        }
        return new LoadRun(plan, outcomes, Duration.ofSeconds(300), 0.5);
    }
}
