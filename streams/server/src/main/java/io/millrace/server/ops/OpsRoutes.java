package io.millrace.server.ops;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.core.app.Build;
import io.millrace.core.app.Health;
import io.millrace.queries.Problem;
import io.millrace.server.api.Content;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Shape;
import io.millrace.server.http.Json;
import java.util.List;
import java.util.Locale;
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

    public List<Operation> operations() {
        return List.of(
                probe("live", "Whether the process works; when not, start it again", Probe.LIVE),
                probe("ready", "Whether every part serves", Probe.READY),
                probe("started", "Whether every part has served once", Probe.STARTED),
                Operation.get("/metrics")
                        .as(Group.SERVICE, "getMetrics", "Metrics in Prometheus' text format")
                        .by(Permission.VIEWER)
                        .answering(200, "The metrics", new Content("text/plain", Shape.text()))
                        .failing(Problem.NOT_FOUND)
                        .handledBy(this::metrics),
                Operation.get("/version")
                        .as(Group.SERVICE, "getVersion", "Which build serves")
                        .by(Permission.ANYONE)
                        .answering(
                                200,
                                "The build",
                                Content.json(Shape.object()
                                        .member("name", Shape.text())
                                        .member("version", Shape.text())
                                        .optional("commit", Shape.text())
                                        .member("java", Shape.text())))
                        .handledBy(this::version));
    }

    private Operation probe(String name, String what, Probe probe) {
        var part = Shape.object().member("up", Shape.flag()).member("reason", Shape.text());
        var answer = Content.json(Shape.object().member("up", Shape.flag()).member("parts", Shape.map(part)));
        return Operation.get("/health/" + name)
                .as(Group.SERVICE, "is" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1), what)
                .by(Permission.ANYONE)
                .answering(200, "Yes", answer)
                .answering(503, "No, and the parts say why", answer)
                .handledBy(context -> answer(context, probe));
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
