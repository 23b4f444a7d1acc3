package io.millrace.load.cluster;

import io.millrace.core.app.StreamsApp;
import io.millrace.core.tracing.Tracing;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.queries.store.StoreDescription;
import io.millrace.server.ServerParts;
import io.millrace.server.pipeline.ParsedPlanCheck;
import io.millrace.tokens.TokensStores;
import io.millrace.tokens.TokensTopology;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a server needs to serve the token streams of a measurement as those of production. */
public final class ServedTokens {

    private static final String BOUND = "as in production";

    private ServedTokens() {}

    /**
     * @param engines pools that model calls of its plans may name
     * @param services pools that other calls may name
     */
    public static ServerParts parts(
            BenchCluster cluster, StreamsApp tokens, Set<String> engines, Set<String> services) {
        var names = new ServerParts.TokensStores(
                TokensStores.PLANS.name(),
                TokensStores.REQUESTS.name(),
                TokensStores.ITEMS.name(),
                TokensStores.LOADS.name());
        return new ServerParts(
                cluster.topics(),
                List.of(tokens),
                cluster.peer(),
                stores(),
                names,
                new ParsedPlanCheck(engines, services),
                Map.of(),
                cluster.meters(),
                Tracing.noTracer());
    }

    private static List<StoreDescription> stores() {
        var application = TokensTopology.APPLICATION;
        return List.of(
                StoreDescription.global(TokensStores.PLANS, application, Plan.class, BOUND),
                StoreDescription.global(TokensStores.LOADS, application, Load.class, BOUND),
                StoreDescription.keyValue(TokensStores.REQUESTS, application, RequestState.class, BOUND),
                StoreDescription.keyValue(TokensStores.ITEMS, application, ItemState.class, BOUND)
                        .routedBefore('|'));
    }
}
