package io.millrace.cli.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.app.Health;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.queries.store.StoreDescription;
import io.millrace.server.ServerParts;
import io.millrace.server.peer.PeerServer;
import io.millrace.server.pipeline.ParsedPlanCheck;
import io.millrace.tokens.TokensSettings;
import io.millrace.tokens.TokensStores;
import io.millrace.tokens.TokensTopology;
import io.opentelemetry.api.trace.Tracer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsConfig;

/** The token streams as an application of this process, and what the server shows of them. */
public final class TokensApplication {

    private static final String ID = TokensTopology.APPLICATION;

    /** The stores that can be read over REST. */
    public static final List<StoreDescription> STORES = List.of(
            StoreDescription.global(TokensStores.PLANS, ID, Plan.class, "the versions of pipelines that are published")
                    .fedBy(TokensTopics.PLANS),
            StoreDescription.global(TokensStores.LOADS, ID, Load.class, "one entry a worker")
                    .fedBy(TokensTopics.LOADS),
            StoreDescription.global(
                            TokensStores.TENANT_LOADS, ID, TenantLoad.class, "one entry a tenant with a quota and task")
                    .fedBy(TokensTopics.TENANTS),
            StoreDescription.keyValue(
                            TokensStores.REQUESTS,
                            ID,
                            RequestState.class,
                            "one entry a request, until its time to live is over")
                    .fedBy(TokensTopics.REQUESTS, TokensTopics.ELEMENTS, TokensTopics.CONTROL),
            StoreDescription.keyValue(
                            TokensStores.ITEMS, ID, ItemState.class, "the outputs of a request, removed with it")
                    .routedBefore('|')
                    .fedBy(TokensTopics.REQUESTS, TokensTopics.ELEMENTS, TokensTopics.CONTROL));

    private TokensApplication() {}

    /**
     * Not started yet.
     *
     * @param applicationServer how the other instances reach this one
     */
    static StreamsApp of(CoreSettings core, Pools pools, MeterRegistry meters, String applicationServer) {
        var own = TokensSettings.of(core.raw());
        var overrides = new HashMap<String, Object>(own.streamsOverrides());
        overrides.put(StreamsConfig.APPLICATION_SERVER_CONFIG, applicationServer);
        return StreamsApp.of(
                ID,
                TokensTopology.build(core.serdes(), pools.lanes(), own, meters),
                core,
                overrides,
                PlatformTopics.tokens(pools, core.raw()),
                meters);
    }

    /** @param workers of this process; the server is ready only when they are */
    static ServerParts served(
            Catalogue catalogue,
            StreamsApp tokens,
            PeerServer peer,
            Pools pools,
            List<NamedWorker> workers,
            MeterRegistry meters,
            Tracer tracer) {
        Map<String, Supplier<Health>> health = new LinkedHashMap<>();
        workers.forEach(worker -> health.put("worker " + worker.pool(), worker::health));
        var names = new ServerParts.TokensStores(
                TokensStores.PLANS.name(),
                TokensStores.REQUESTS.name(),
                TokensStores.ITEMS.name(),
                TokensStores.LOADS.name());
        var check = new ParsedPlanCheck(pools.engines(), pools.services());
        return new ServerParts(catalogue, List.of(tokens), peer, STORES, names, check, health, meters, tracer);
    }
}
