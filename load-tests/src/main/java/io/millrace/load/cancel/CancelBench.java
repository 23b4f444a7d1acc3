package io.millrace.load.cancel;

import io.millrace.core.settings.CoreSettings;
import io.millrace.engines.worker.Telemetry;
import io.millrace.engines.worker.Worker;
import io.millrace.engines.worker.WorkerSettings;
import io.millrace.load.Benchmark;
import io.millrace.load.ReportFile;
import io.millrace.load.cancel.CancelFigures.Since;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.cluster.ThreadRatios;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures how soon an engine stops once the front door has acknowledged a cancel. */
public final class CancelBench implements Benchmark {

    private static final Duration START = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
    private static final int KEPT = 0;
    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;

    /** @param threads what the stream threads did with their time */
    private record Measured(CancelFigures figures, String threads) {}

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public String summary() {
        return "time from an acknowledged cancel to the abort of its engine calls, before the first token and later";
    }

    @Override
    public String options() {
        return CancelOptions.USAGE;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        var options = options(args, out);
        if (options == null) {
            return NOT_RUN;
        }
        out.println("starting broker and registry or finding them; then " + options.asked() / options.rate()
                + " s of requests that are cancelled");
        out.flush();
        Measured measured;
        try (var cluster = BenchCluster.open(options.cluster(), CancelPlan.POOL, Map.of())) {
            measured = measure(cluster, options);
        }
        print(measured, out);
        var limits = CancelLimits.of(options.smoke());
        var missed = limits.missedBy(measured.figures());
        var command = ("millrace bench cancel " + String.join(" ", args)).strip();
        var report = new CancelReport(
                command,
                LocalDate.now(ZoneOffset.UTC),
                options,
                measured.figures(),
                measured.threads(),
                limits,
                missed);
        ReportFile.write(options.report(), report.toMarkdown(), out);
        missed.forEach(out::println);
        out.println(limits.inWords() + ": " + (missed.isEmpty() ? "kept" : "NOT KEPT"));
        return missed.isEmpty() ? KEPT : NOT_KEPT;
    }

    private static @Nullable CancelOptions options(List<String> args, PrintWriter out) {
        try {
            return CancelOptions.parse(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return null;
        }
    }

    private static Measured measure(BenchCluster cluster, CancelOptions options) {
        var core = CoreSettings.of(cluster.settings());
        var run = "run" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        var trials = IntStream.range(0, options.asked()).mapToObj(Trial::new).toList();
        try (var tokens = cluster.tokens(core);
                var worker = Worker.of(
                        WorkerSettings.of(CancelPlan.POOL, core.raw()),
                        core,
                        new CancelEngine(run, trials::get),
                        Telemetry.of(cluster.meters()))) {
            tokens.start();
            tokens.awaitRunning(START);
            worker.start();
            await(worker::isHealthy, "the worker to join its lanes");
            try (var front = FrontDoor.start(cluster, core, tokens)) {
                var client = new RestClient(front.address());
                await(() -> client.isReady().join(), "the server to be ready");
                client.publish(CancelPlan.NAME, CancelPlan.SOURCE).join();
                var load = new CancelLoad(run, client, trials, options.seed());
                var figures = load.run(options.warmUp(), options.rate());
                return new Measured(
                        figures, ThreadRatios.inWords(tokens.streams().metrics()));
            }
        }
    }

    private static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + START.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** What cannot be asked yet does not hold yet. */
    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (CompletionException e) {
            return false;
        }
    }

    private static void print(Measured measured, PrintWriter out) {
        var figures = measured.figures();
        for (var cancel : Cancel.ALL) {
            out.printf(Locale.ROOT, "%s: %d calls aborted%n", cancel.inWords(), figures.count(cancel));
            for (double percentile : new double[] {50, 90, 99, 100}) {
                out.printf(
                        Locale.ROOT,
                        "  p%-4.0f %8.1f ms from the acknowledgement  %8.1f ms from the cancel%n",
                        percentile,
                        figures.millis(cancel, Since.ACKNOWLEDGED, percentile),
                        figures.millis(cancel, Since.SENT, percentile));
            }
        }
        out.println("stream threads: " + measured.threads());
        out.flush();
    }
}
