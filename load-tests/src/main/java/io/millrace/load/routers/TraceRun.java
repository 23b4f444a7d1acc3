package io.millrace.load.routers;

import io.millrace.load.headline.Experiment.Fleet;
import io.millrace.load.headline.ReplicaPool;
import io.millrace.load.headline.SeededDraws;
import io.millrace.load.headline.VirtualTime;
import io.millrace.load.headline.routing.RoutedCall;
import java.util.Arrays;

/** Runs a {@link Trace} through a fleet in virtual time, faster or slower than it was. Pure. */
final class TraceRun {

    /** Calls that come first and only fill the caches, one in so many. */
    private static final int WARM_UP_SHARE = 5;

    private static final long SEED = 1;

    private TraceRun() {}

    /**
     * Lets all calls come and end.
     *
     * @param rate calls a second, to which the times between them are scaled
     */
    static TraceFigures of(Trace trace, Fleet fleet, double rate) {
        var time = new VirtualTime();
        var replicas = new ReplicaPool(
                time, fleet, new SeededDraws(SEED)::index, capacity -> new PartCache(capacity, Trace.PART_TOKENS));
        var calls = trace.calls();
        var firstTokens = new double[calls.size()];
        double scale = trace.rate() / rate;
        for (int i = 0; i < firstTokens.length; i++) {
            int index = i;
            var call = calls.get(i);
            double at = call.at() * scale;
            time.after(
                    at,
                    () -> replicas.call(new RoutedCall("", call.prompt()), call.length(), (written, last) -> {
                        if (written == 1) {
                            firstTokens[index] = time.now() - at;
                        }
                    }));
        }
        time.runUntil(Double.POSITIVE_INFINITY);
        var measured = Arrays.copyOfRange(firstTokens, firstTokens.length / WARM_UP_SHARE, firstTokens.length);
        return TraceFigures.of(measured, replicas.hitRate(), replicas.imbalance());
    }
}
