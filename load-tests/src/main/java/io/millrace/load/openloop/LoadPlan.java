package io.millrace.load.openloop;

import io.millrace.load.headline.Arrival;
import io.millrace.load.headline.SeededDraws;
import io.millrace.load.headline.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that come as they come, Poisson. The same plan has the same requests at the same times.
 *
 * @param rate requests a second
 * @param seed of times and sizes
 * @param warmUp seconds whose requests do not count
 * @param measured seconds behind it whose requests do
 */
public record LoadPlan(double rate, long seed, double warmUp, double measured) {

    public LoadPlan {
        if (!(rate > 0) || !(warmUp >= 0) || !(measured > 0)) {
            throw new IllegalArgumentException(
                    "a load needs a rate and seconds, were " + rate + ", " + warmUp + " and " + measured);
        }
    }

    /** In the order in which they are due. */
    public List<Arrival> arrivals() {
        var draws = new SeededDraws(seed);
        var answers = Workload.answers();
        var arrivals = new ArrayList<Arrival>();
        double at = draws.exponential() / rate;
        while (at < warmUp + measured) {
            arrivals.add(new Arrival(at, answers.get(draws.index(answers.size()))));
            at += draws.exponential() / rate;
        }
        return arrivals;
    }

    public boolean counts(double at) {
        return at >= warmUp;
    }
}
