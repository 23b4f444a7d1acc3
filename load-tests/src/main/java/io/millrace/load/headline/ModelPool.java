package io.millrace.load.headline;

import io.millrace.engines.simulated.Prompt;
import io.millrace.load.headline.Replica.TokenListener;
import io.millrace.load.headline.routing.RoutedCall;

/** The calls of stages on their way to the replicas. */
final class ModelPool {

    private final VirtualTime time;
    private final Experiment experiment;
    private final ReplicaPool replicas;
    private final Draws draws;

    ModelPool(VirtualTime time, Experiment experiment, ReplicaPool replicas, Draws draws) {
        this.time = time;
        this.experiment = experiment;
        this.replicas = replicas;
        this.draws = draws;
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
        Runnable arrive = () -> replicas.call(call, length, listener);
        if (experiment.hopSeconds() > 0) {
            time.after(2 * experiment.hopSeconds() * draws.uniform(), arrive);
        } else {
            arrive.run();
        }
    }
}
