package io.millrace.server.ops;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.core.app.Build;
import io.millrace.core.app.Health;
import io.millrace.queries.Problem;
import io.millrace.server.http.GetRoute;
import io.millrace.server.http.Json;
import java.util.Map;
import java.util.function.Supplier;

/** Probes, metrics and version. */
public final class OpsRoutes {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private enum Probe {
        LIVE,
        READY,
        STARTED
    }

    private final Map<String, Supplier<Health>> parts;
    private final MeterRegistry meters;
    private final Build build;

    /** @param parts health of each part of the process, by name */
    public OpsRoutes(Map<String, Supplier<Health>> parts, MeterRegistry meters) {
        this.parts = Map.copyOf(parts);
        this.meters = meters;
        this.build = Build.read();
    }

    public void install(RoutesConfig routes) {
        GetRoute.add(routes, "/health/live", context -> answer(context, Probe.LIVE));
        GetRoute.add(routes, "/health/ready", context -> answer(context, Probe.READY));
        GetRoute.add(routes, "/health/started", context -> answer(context, Probe.STARTED));
        GetRoute.add(routes, "/metrics", this::metrics);
        GetRoute.add(routes, "/version", this::version);
    }

    private void answer(Context context, Probe probe) {
        var json = Json.object();
        var details = json.putObject("parts");
        boolean up = true;
        for (var part : parts.entrySet()) {
            var health = part.getValue().get();
            boolean ok = is(health, probe);
            up &= ok;
            details.putObject(part.getKey()).put("up", ok).put("reason", health.reason());
        }
        Json.answer(context, up ? 200 : 503, json.put("up", up));
    }

    private static boolean is(Health health, Probe probe) {
        return switch (probe) {
            case LIVE -> health.live();
            case READY -> health.ready();
            case STARTED -> health.started();
        };
    }

    private void version(Context context) {
        var json = Json.object().put("name", "millrace").put("version", build.version());
        build.commit().ifPresent(commit -> json.put("commit", commit));
        Json.answer(context, 200, json.put("java", Runtime.version().toString()));
    }

    private void metrics(Context context) {
        if (!(meters instanceof PrometheusMeterRegistry prometheus)) {
            throw Problem.NOT_FOUND.because("metrics are not kept in Prometheus' form here");
        }
        context.contentType(PROMETHEUS).result(prometheus.scrape());
    }
}
