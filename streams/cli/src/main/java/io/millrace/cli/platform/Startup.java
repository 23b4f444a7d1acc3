package io.millrace.cli.platform;

import io.millrace.cli.http.Api;
import io.millrace.cli.instances.Fleet;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.index.IndexReport;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Brings the whole platform up, step by step, and tells how far it is. For one thread. */
final class Startup {

    private final PrintWriter out;
    private final Path dataDir;
    private final Parts parts;
    private final Progress progress;

    /** @param parts closes what is started */
    Startup(PrintWriter out, Path dataDir, Parts parts) {
        this.out = out;
        this.dataDir = dataDir;
        this.parts = parts;
        this.progress = new Progress(out);
    }

    /** Documents are indexed while the broker starts. Returns when everything is ready. */
    RunningInstance start(RawSettings given, Path documents, int instances) throws Exception {
        var documentIndexing = new DocumentIndexing(given, out);
        var indexing = new FutureTask<>(() -> documentIndexing.index(documents));
        new Thread(indexing, "millrace-indexing").start();
        var settings = progress.step("broker and registry", () -> Cluster.start(given, dataDir, parts));
        var platform = new Platform(settings, parts);
        progress.run("topics and schemas", platform::prepare);
        var tokens = platform.startTokens();
        documentIndexing.show();
        var report = progress.step("documents", () -> outcome(indexing));
        documentIndexing.showLeftOut(report);
        out.println("    " + DocumentIndexing.summary(report));
        progress.run("engines", platform::startWorkers);
        var url = progress.step("topology and server", () -> platform.startServer(tokens));
        progress.run("pipelines", () -> DefaultPipelines.publishMissing(Api.of(url)));
        progress.run("ready", () -> platform.awaitReady(Api.of(url)));
        var fleet = parts.add(new Fleet(dataDir, new InstanceSettings(settings)), Fleet::close);
        progress.run("instances", () -> fleet.start(instances));
        out.printf(Locale.ROOT, "Ready after %.1f s%n", progress.secondsSoFar());
        return announced(platform, url);
    }

    private static IndexReport outcome(FutureTask<IndexReport> indexing) throws Exception {
        try {
            return indexing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private RunningInstance announced(Platform platform, URI url) {
        var core = platform.core();
        var running = RunningInstance.of(ProcessHandle.current(), url, core.bootstrapServers(), core.registryUrl());
        running.announce(dataDir);
        parts.add(dataDir, RunningInstance::forget);
        return running;
    }
}
