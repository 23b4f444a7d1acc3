package io.millrace.server;

import io.millrace.core.app.StreamsApp;
import io.millrace.core.metrics.Metrics;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.core.tracing.Tracing;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.queries.Problem;
import io.millrace.server.peer.PeerServer;
import io.millrace.server.peer.PeerSettings;
import io.millrace.server.pipeline.PlanCheck.CheckedPlan;
import io.millrace.server.publish.PublishedKeys;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.awaitility.Awaitility;

/** A server on a free port with a small application behind it, on the shared broker and registry. */
final class ServerFixture implements AutoCloseable {

    private final Metrics metrics;
    private final PeerServer peer;
    private final StreamsApp app;
    private final Server server;
    private final TestHttp http;

    private ServerFixture(Metrics metrics, PeerServer peer, StreamsApp app, Server server) {
        this.metrics = metrics;
        this.peer = peer;
        this.app = app;
        this.server = server;
        this.http = new TestHttp(server.port());
    }

    /** Starts it and waits until it is ready. */
    static ServerFixture start(TestPlatform platform, Map<String, String> settings) {
        // A name of its own: the group of a fixture that was closed would be waited for until its session ends.
        return start(platform, platform.uniqueName("test.tokens"), settings);
    }

    /** One of several instances of an application; waits until it is ready. */
    static ServerFixture start(TestPlatform platform, String application, Map<String, String> settings) {
        var more = new HashMap<String, String>(settings);
        more.put("server.port", "0");
        var raw = platform.rawSettings(more);
        var core = CoreSettings.of(raw);
        var catalogue = catalogue();
        try (var topics = TopicAdmin.of(core);
                var schemas = SchemaRegistrar.of(core)) {
            topics.createMissing(catalogue);
            topics.createDeadLetters(List.of(PublishedKeys.APPLICATION, application));
            schemas.register(catalogue);
        }
        var metrics = Metrics.create();
        var peer = PeerServer.start(PeerSettings.of(raw));
        var app = StreamsApp.of(
                application,
                TinyTokens.build(core.serdes()),
                core,
                Map.of(StreamsConfig.APPLICATION_SERVER_CONFIG, peer.applicationServer()),
                catalogue,
                metrics.registry());
        app.start();
        var parts = new ServerParts(
                catalogue,
                List.of(app),
                peer,
                TinyTokens.stores(application),
                new ServerParts.TokensStores("tokens-plans", "tokens-requests", "tokens-items", "tokens-loads"),
                ServerFixture::check,
                Map.of(),
                metrics.registry(),
                Tracing.noTracer());
        var server = Server.of(ServerSettings.of(raw), core, parts);
        server.start();
        var fixture = new ServerFixture(metrics, peer, app, server);
        // Probes need no token.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> fixture.http.get("/health/ready").statusCode() == 200);
        return fixture;
    }

    /** A pipeline here is its name and nothing else. */
    private static CheckedPlan check(String definition) {
        var name = definition.strip();
        if (!name.matches("(?!null$)[a-z][a-z0-9-]{1,80}")) {
            throw Problem.INVALID_PLAN.because("a pipeline of this test is its name");
        }
        return new CheckedPlan(name, "{\"name\":\"" + name + "\"}", "d1");
    }

    static Catalogue catalogue() {
        var topics = new ArrayList<Topic<?>>(TokensTopics.FIXED);
        topics.addAll(ServerTopics.ALL);
        return new Catalogue(topics);
    }

    PeerServer peer() {
        return peer;
    }

    TestHttp http() {
        return http;
    }

    @Override
    public void close() {
        server.close();
        app.close();
        peer.close();
        metrics.close();
    }
}
