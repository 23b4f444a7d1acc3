package io.millrace.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.app.Health;
import io.millrace.core.app.StreamsApp;
import io.millrace.events.topic.Catalogue;
import io.millrace.queries.store.StoreDescription;
import io.millrace.server.peer.PeerServer;
import io.millrace.server.pipeline.PlanCheck;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a server serves.
 *
 * @param catalogue of all topics of the installation
 * @param applications that run in this process, started and closed by the caller
 * @param peer listens for the other instances; started and closed by the caller
 * @param stores that they keep
 * @param tokens names of the stores behind pipelines and requests
 * @param plans checks definitions of pipelines
 * @param health further parts of the process that readiness depends on, by name
 * @param meters of the process
 * @param tracer of the spans of requests
 */
public record ServerParts(
        Catalogue catalogue,
        List<StreamsApp> applications,
        PeerServer peer,
        List<StoreDescription> stores,
        TokensStores tokens,
        PlanCheck plans,
        Map<String, Supplier<Health>> health,
        MeterRegistry meters,
        Tracer tracer) {

    /**
     * Names of the stores of the token streams.
     *
     * @param plans current plans by name, versions by {@code name|version}
     * @param requests state of requests by id
     * @param items state of items by {@code requestId|path|stage}
     * @param loads last report of each worker
     */
    public record TokensStores(String plans, String requests, String items, String loads) {}
}
