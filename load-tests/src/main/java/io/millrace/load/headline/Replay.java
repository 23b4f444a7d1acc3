package io.millrace.load.headline;

import io.millrace.engines.simulated.BlockCache;
import java.util.List;

/**
 * Runs given requests in virtual time, where {@link Trial} draws its own: what a system did with the same requests in real time
 * can be compared with it. Pure.
 */
public final class Replay {

    private Replay() {}

    /**
     * Lets all requests come and end.
     *
     * @param experiment of which the arrivals do not matter
     * @param seed of the searches and verdicts
     * @return latency of each arrival, seconds
     */
    public static double[] latencies(Experiment experiment, List<Arrival> arrivals, long seed) {
        return run(experiment, arrivals, seed).stream()
                .mapToDouble(Times::latency)
                .toArray();
    }

    /**
     * Lets all requests come and end.
     *
     * @param experiment of which the arrivals do not matter
     * @param seed of the searches and verdicts
     * @return what became of each arrival
     */
    public static List<Times> run(Experiment experiment, List<Arrival> arrivals, long seed) {
        var time = new VirtualTime();
        var draws = new SeededDraws(seed);
        var replicas = new ReplicaPool(time, experiment.fleet(), draws::index, BlockCache::new);
        var pool = new ModelPool(time, experiment, replicas, draws);
        var times = new Times[arrivals.size()];
        for (int i = 0; i < times.length; i++) {
            int index = i;
            var answer = arrivals.get(i).answer();
            time.after(arrivals.get(i).at(), () -> {
                var verdicts = new Verdicts(
                        time,
                        answer.claims(),
                        (start, latency, firstVerdict) -> times[index] = new Times(latency, firstVerdict));
                new Request(experiment, time, pool, draws, new Request.Source(answer, 0, verdicts)).begin();
            });
        }
        time.runUntil(Double.POSITIVE_INFINITY);
        return List.of(times);
    }

    /** How long a request took and waited for its first verdict, seconds. */
    public record Times(double latency, double firstVerdict) {}
}
