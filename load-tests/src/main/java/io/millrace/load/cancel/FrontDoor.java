package io.millrace.load.cancel;

import io.millrace.core.app.StreamsApp;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.cluster.ServedTokens;
import io.millrace.server.Server;
import io.millrace.server.ServerSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The HTTP server as it is shipped, on a free port of this machine. */
final class FrontDoor implements AutoCloseable {

    private static final String APPLICATION = "millrace.server";
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
        var parts = ServedTokens.parts(cluster, tokens, Set.of(CancelPlan.POOL), Set.of());
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
}
