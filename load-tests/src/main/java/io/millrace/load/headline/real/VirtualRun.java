package io.millrace.load.headline.real;

import io.millrace.load.headline.Experiment;
import io.millrace.load.headline.Figures;
import io.millrace.load.headline.Mode;
import io.millrace.load.headline.Replay;
import io.millrace.load.headline.Replay.Times;
import io.millrace.load.openloop.LoadPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a plan's requests take in virtual time, where hops cost nothing, over several draws of searches and verdicts.
 *
 * @param goodput requests a second that end within {@link Figures#TARGET}
 */
record VirtualRun(double mean, double p50, double p99, double firstVerdict, double goodput) {

    private static final int DRAWS = 20;

    static VirtualRun of(Mode mode, LoadPlan plan) {
        var arrivals = plan.arrivals();
        var experiment = Experiment.standard(mode, plan.rate());
        var counted = new ArrayList<Times>();
        for (int seed = 1; seed <= DRAWS; seed++) {
            var times = Replay.run(experiment, arrivals, seed);
            for (int i = 0; i < times.size(); i++) {
                if (plan.counts(arrivals.get(i).at())) {
                    counted.add(times.get(i));
                }
            }
        }
        return of(counted, plan.measured());
    }

    private static VirtualRun of(List<Times> times, double measured) {
        var sorted = times.stream().mapToDouble(Times::latency).sorted().toArray();
        var within = Arrays.stream(sorted).filter(latency -> latency <= Figures.TARGET);
        return new VirtualRun(
                Arrays.stream(sorted).average().orElse(Double.NaN),
                percentile(sorted, 0.5),
                percentile(sorted, 0.99),
                times.stream().mapToDouble(Times::firstVerdict).average().orElse(Double.NaN),
                within.count() / measured / DRAWS);
    }

    private static double percentile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
    }
}
