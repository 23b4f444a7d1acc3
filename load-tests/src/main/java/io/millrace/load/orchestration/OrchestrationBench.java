package io.millrace.load.orchestration;

import io.millrace.core.settings.CoreSettings;
import io.millrace.load.Benchmark;
import io.millrace.load.Machine;
import io.millrace.load.ReportFile;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.orchestration.Drain.DrainFigures;
import io.millrace.load.orchestration.Drain.Micros;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures how many elements a second one instance of the token streams advances, against a plain pass-through. */
public final class OrchestrationBench implements Benchmark {

    private static final int PARTITIONS = 4;
    private static final Map<String, Integer> PLAIN =
            Map.of(PassThrough.INPUT, PARTITIONS, PassThrough.OUTPUT, PARTITIONS);
    private static final Duration START = Duration.ofMinutes(2);
    private static final int KEPT = 0;
    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;

    @Override
    public String name() {
        return "orchestration";
    }

    @Override
    public String summary() {
        return "elements a second that one instance advances, against a plain Kafka Streams pass-through";
    }

    @Override
    public String options() {
        return OrchestrationOptions.USAGE;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        var options = options(args, out);
        if (options == null) {
            return NOT_RUN;
        }
        if (options.warmUp() > 0) {
            // Code that has never run is slow: the first measurement would pay for all.
            var unused = measure(
                    options,
                    BenchPipeline.ANSWER,
                    options.warmUp(),
                    options.batches().get(0));
        }
        var figures = new ArrayList<OrchestrationFigures>();
        for (var pipeline : options.pipelines()) {
            for (int tokens : options.batches()) {
                figures.add(measure(options, pipeline, options.elements(), tokens));
                print(figures.get(figures.size() - 1), out);
            }
        }
        var limits = OrchestrationLimits.of(options.smoke());
        var command = ("millrace bench orchestration " + String.join(" ", args)).strip();
        var report = new OrchestrationReport(command, LocalDate.now(ZoneOffset.UTC), options, figures, limits);
        ReportFile.write(options.report(), report.toMarkdown(), out);
        boolean kept = limits.heldBy(figures.get(0));
        out.println(limits.inWords() + ": " + (kept ? "kept" : "NOT KEPT"));
        return kept ? KEPT : NOT_KEPT;
    }

    private static @Nullable OrchestrationOptions options(List<String> args, PrintWriter out) {
        try {
            return OrchestrationOptions.parse(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return null;
        }
    }

    private static OrchestrationFigures measure(
            OrchestrationOptions options, BenchPipeline pipeline, int elements, int tokens)
            throws InterruptedException {
        var run = "run" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        try (var cluster = BenchCluster.open(options.cluster(), Backlog.POOL, PLAIN);
                var backlog = new Backlog(CoreSettings.of(cluster.settings()), pipeline, run)) {
            admit(cluster, backlog, options.requests());
            backlog.answer(options.requests(), elements, tokens);
            backlog.copy(PassThrough.INPUT, options.requests(), elements, tokens);
            long records = (long) elements / options.requests() * options.requests();
            var pass = passThrough(cluster, run, records);
            return new OrchestrationFigures(pipeline, tokens, advance(cluster, records), pass, Machine.load());
        }
    }

    /** So that the elements find their requests: they are measured, not what is kept of elements without one. */
    private static void admit(BenchCluster cluster, Backlog backlog, int requests) throws InterruptedException {
        backlog.publishPlan();
        try (var tokens = cluster.tokens(CoreSettings.of(cluster.settings()))) {
            tokens.start();
            tokens.awaitRunning(START);
            backlog.ask(requests);
            new Drain(cluster, () -> tokens.streams().metrics()).await(requests);
        }
    }

    private static DrainFigures advance(BenchCluster cluster, long records) {
        try (var tokens = cluster.tokens(CoreSettings.of(cluster.settings()))) {
            tokens.start();
            tokens.awaitRunning(START);
            return new Drain(cluster, () -> tokens.streams().metrics()).await(records);
        }
    }

    private static DrainFigures passThrough(BenchCluster cluster, String run, long records) {
        try (var streams = PassThrough.streams(CoreSettings.of(cluster.settings()), "bench-pass-" + run)) {
            streams.start();
            return new Drain(cluster, streams::metrics).await(records);
        }
    }

    private static void print(OrchestrationFigures found, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s, %d tokens an element: %,.0f elements/s = %,.0f tokens/s, %s an element, %.2f ms per 1,000 tokens;"
                        + " pass-through %,.0f records/s, %s; share %.2f; load %.1f%n",
                found.pipeline().id(),
                found.tokens(),
                found.topology().rate(),
                found.tokensPerSecond(),
                inWords(found.topology().micros()),
                found.millisPer1000Tokens(),
                found.pass().rate(),
                inWords(found.pass().micros()),
                found.share(),
                found.load());
        out.flush();
    }

    private static String inWords(Micros micros) {
        return String.format(
                Locale.ROOT,
                "%.1f us (stream threads %.1f, clients %.1f, broker %.1f)",
                micros.total(),
                micros.streams(),
                micros.clients(),
                micros.broker());
    }
}
