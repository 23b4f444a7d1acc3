package io.millrace.load.langgraph;

import io.millrace.load.headline.Replay;
import io.millrace.load.openloop.LoadPlan;
import io.millrace.load.openloop.LoadRun;
import io.millrace.load.openloop.Outcome;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whether the peer is neither slower nor faster than a graph framework has to be: with the same requests in virtual time, each claim
 * going alone and each stage passing on what is whole, plus what the framework and HTTP take themselves.
 *
 * @param rate requests a second at which it was looked at
 * @param mean latency of the peer, seconds
 * @param whole mean of the same requests in virtual time, seconds
 * @param overhead of the peer: what its mean exceeds virtual time by where replicas are quick, seconds
 */
record PeerCheck(double rate, double mean, double whole, double overhead) {

    private static final int SEEDS = 20;

    /**
     * Of all runs at one rate.
     *
     * @param whole mean latency of a plan in virtual time
     */
    static PeerCheck of(List<LoadRun> runs, ToDoubleFunction<LoadPlan> whole, double overhead) {
        var latencies = runs.stream().flatMap(run -> run.ended().stream()).mapToDouble(Outcome::latency);
        double expected =
                runs.stream().map(LoadRun::plan).mapToDouble(whole).average().orElseThrow();
        return new PeerCheck(runs.get(0).plan().rate(), latencies.average().orElse(Double.NaN), expected, overhead);
    }

    /** Share by which the peer is slower than expected; negative where it is faster. */
    double deviation() {
        return mean / (whole + overhead) - 1;
    }

    /** Mean latency of a plan's requests in virtual time, seconds. */
    static double whole(Fleet fleet, LoadPlan plan) {
        var arrivals = plan.arrivals();
        var experiment = fleet.inVirtualTime(plan.rate());
        double sum = 0;
        int count = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var latencies = Replay.latencies(experiment, arrivals, seed);
            for (int i = 0; i < latencies.length; i++) {
                if (plan.counts(arrivals.get(i).at())) {
                    sum += latencies[i];
                    count++;
                }
            }
        }
        return sum / count;
    }
}
