package io.millrace.load.headline.routing;

import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.tokens.schedule.Policies;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The scheduler of the token streams with one of its policies, behind the reports of the replicas' workers.
 *
 * @param id of the policy, as settings say it
 */
public record Shipped(String id) implements Routing {

    /** Tasks of the token streams: each chooses replicas for its requests. */
    public static final int ROUTERS = TokensTopics.REQUESTS.partitions();

    /** All of them, in the order of their names. */
    public static List<Shipped> all() {
        return Policies.names().stream().map(Shipped::new).toList();
    }

    /** The one by the same rule as a policy of the reference model. */
    public static Shipped twinOf(Policy policy) {
        return new Shipped(policy.ruleName());
    }

    @Override
    public RouterPolicy create(int replicas, Batch batch, IntUnaryOperator random) {
        return new ShippedRouter(id, random.applyAsInt(Integer.MAX_VALUE), ROUTERS, replicas, batch);
    }
}
