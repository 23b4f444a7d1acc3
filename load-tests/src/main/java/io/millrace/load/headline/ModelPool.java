package io.millrace.load.headline;

import io.millrace.engines.simulated.PrefixCache;
import io.millrace.engines.simulated.Prompt;
import io.millrace.load.headline.Replica.TokenListener;
import io.millrace.load.headline.routing.RoutedCall;
import io.millrace.load.headline.routing.RouterPolicy;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The replicas behind their router. */
final class ModelPool {

    private final VirtualTime time;
    private final Experiment experiment;
    private final RouterPolicy router;
    private final Draws draws;
    private final List<Replica> replicas;

    /** @param caches makes the cache of a replica from its capacity in tokens */
    ModelPool(
            VirtualTime time,
            Experiment experiment,
            RouterPolicy router,
            Draws draws,
            IntFunction<? extends PrefixCache> caches) {
        this.time = time;
        this.experiment = experiment;
        this.router = router;
        this.draws = draws;
        var profile = experiment.fleet().profile();
        this.replicas = Stream.generate(() ->
                        new Replica(time, profile, caches.apply(profile.batch().cacheTokens())))
                .limit(experiment.fleet().replicas())
                .toList();
    }

    /**
     * Calls the model; the replica is chosen when the call has passed its hop.
     *
     * @param ownTokens of the prompt behind the head of its stage
     * @param length tokens to write
     */
    void call(Stage stage, int tenant, int ownTokens, int length, TokenListener listener) {
        int shared = stage.headTokens() + experiment.work().morePromptTokens();
        long head = (long) tenant * Stage.values().length + stage.ordinal();
        var call = new RoutedCall("('" + stage.id() + "', " + tenant + ")", Prompt.ofHead(head, shared, ownTokens));
        Runnable arrive =
                () -> replicas.get(router.pick(call, replicas, time.now())).add(call.prompt(), length, listener);
        if (experiment.hopSeconds() > 0) {
            time.after(2 * experiment.hopSeconds() * draws.uniform(), arrive);
        } else {
            arrive.run();
        }
    }

    /** Share of the shared prompt tokens that a cache held. */
    double hitRate() {
        long asked =
                replicas.stream().mapToLong(replica -> replica.cache().asked()).sum();
        return replicas.stream().mapToLong(replica -> replica.cache().found()).sum() / (double) Math.max(1, asked);
    }
}
