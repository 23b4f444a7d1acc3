package io.millrace.load.cancel;

import io.millrace.core.app.StreamsApp;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.core.tracing.Tracing;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.queries.store.StoreDescription;
import io.millrace.server.Server;
import io.millrace.server.ServerParts;
import io.millrace.server.ServerSettings;
import io.millrace.server.pipeline.ParsedPlanCheck;
import io.millrace.tokens.TokensStores;
import io.millrace.tokens.TokensTopology;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The HTTP server as it is shipped, on a free port of this machine. */
final class FrontDoor implements AutoCloseable {

    private static final String APPLICATION = "millrace.server";
    private static final String STORE = "measurement";

    private final Server server;

    private FrontDoor(Server server) {
        this.server = server;
    }

    /**
     * Makes the topics that only a server needs, and starts it.
     *
     * @param tokens that run
     */
    static FrontDoor start(BenchCluster cluster, CoreSettings core, StreamsApp tokens) {
        var topics = new ArrayList<Topic<?>>(TokensTopics.all(Map.of(CancelPlan.POOL, BenchCluster.LANES)));
        topics.addAll(ServerTopics.ALL);
        var catalogue = new Catalogue(topics);
        try (var admin = TopicAdmin.of(core);
                var registrar = SchemaRegistrar.of(core)) {
            admin.createMissing(catalogue);
            admin.createDeadLetters(List.of(APPLICATION));
            registrar.register(catalogue);
        }
        var parts = new ServerParts(
                catalogue,
                List.of(tokens),
                stores(),
                new ServerParts.TokensStores(
                        TokensStores.PLANS.name(),
                        TokensStores.REQUESTS.name(),
                        TokensStores.ITEMS.name(),
                        TokensStores.LOADS.name()),
                new ParsedPlanCheck(Set.of(CancelPlan.POOL), Set.of()),
                Map.of(),
                cluster.meters(),
                Tracing.noTracer());
        var server = Server.of(ServerSettings.of(core.raw().with(ServerSettings.PORT, "0")), core, parts);
        server.start();
        return new FrontDoor(server);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.close();
    }

    private static List<StoreDescription> stores() {
        var application = TokensTopology.APPLICATION;
        return List.of(
                StoreDescription.global(TokensStores.PLANS, application, Plan.class, STORE),
                StoreDescription.global(TokensStores.LOADS, application, Load.class, STORE),
                StoreDescription.keyValue(TokensStores.REQUESTS, application, RequestState.class, STORE),
                StoreDescription.keyValue(TokensStores.ITEMS, application, ItemState.class, STORE)
                        .routedBefore('|'));
    }
}
