package io.millrace.load.hop;

import io.millrace.core.settings.CoreSettings;
import io.millrace.engines.worker.Telemetry;
import io.millrace.engines.worker.Worker;
import io.millrace.engines.worker.WorkerSettings;
import io.millrace.load.Benchmark;
import io.millrace.load.Machine;
import io.millrace.load.ReportFile;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.cluster.ThreadRatios;
import io.millrace.tokens.TokensSettings;
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

/**
 * Measures how long an element takes from the worker that emits it to the work that it leads to, through the token
 * streams as they are shipped and the real worker, against a plain round trip through the same broker.
 */
public final class HopBench implements Benchmark {

    private static final Map<String, Integer> PLAIN = Map.of(PlainRoundTrip.TOPIC, PlainRoundTrip.PARTITIONS);
    private static final Duration START = Duration.ofMinutes(2);
    private static final int KEPT = 0;
    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;

    @Override
    public String name() {
        return "hop";
    }

    @Override
    public String summary() {
        return "latency from an element to the work it leads to, through the topology, against a plain round trip";
    }

    @Override
    public String options() {
        return HopOptions.USAGE;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        var options = options(args, out);
        if (options == null) {
            return NOT_RUN;
        }
        out.println("starting broker and registry or finding them; then "
                + options.warmUp().toSeconds() + " s + " + options.measured().toSeconds()
                + " s for each commit interval");
        out.flush();
        var figures = new ArrayList<HopFigures>();
        try (var cluster = BenchCluster.open(options.cluster(), HopPlan.POOL, PLAIN)) {
            for (long interval : options.commitIntervals()) {
                var found = measure(cluster, options, interval);
                figures.add(found);
                print(found, out);
            }
        }
        var limits = HopLimits.of(options.smoke());
        var report = new HopReport(command(args), LocalDate.now(ZoneOffset.UTC), options, figures, limits);
        ReportFile.write(options.report(), report.toMarkdown(), out);
        boolean kept = limits.heldBy(figures.get(0));
        out.println(limits.inWords() + ": " + (kept ? "kept" : "NOT KEPT"));
        return kept ? KEPT : NOT_KEPT;
    }

    private static @Nullable HopOptions options(List<String> args, PrintWriter out) {
        try {
            return HopOptions.parse(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return null;
        }
    }

    private static HopFigures measure(BenchCluster cluster, HopOptions options, long interval)
            throws InterruptedException {
        var core = CoreSettings.of(cluster.settings().with(TokensSettings.COMMIT_INTERVAL, Long.toString(interval)));
        var run = "run" + interval + '-' + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        int warmUp = HopLoad.lines(options.rate(), options.warmUp());
        int lines = warmUp + HopLoad.lines(options.rate(), options.measured());
        var hops = new Marks(lines, warmUp);
        var plains = new Marks(lines, warmUp);
        var engine = new LineEngine(run, hops);
        try (var requests = new HopRequests(core, run);
                var tokens = cluster.tokens(core);
                var worker = Worker.of(
                        WorkerSettings.of(HopPlan.POOL, core.raw()), core, engine, Telemetry.of(cluster.meters()));
                var plain = new PlainRoundTrip(core, plains)) {
            requests.publishPlan();
            tokens.start();
            tokens.awaitRunning(START);
            worker.start();
            HopLoad.await(worker::isHealthy, "the worker to join its lanes");
            var load = new HopLoad(run, options.seed(), requests, engine, plain);
            load.open();
            load.run(lines, options.rate(), hops, plains);
            var threads = ThreadRatios.inWords(tokens.streams().metrics());
            int lost = load.drain(hops, plains);
            return new HopFigures(
                    interval,
                    hops.micros(),
                    plains.micros(),
                    lost,
                    load.skipped(),
                    load.topology(),
                    threads,
                    Machine.load());
        }
    }

    private static void print(HopFigures found, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "commit interval %d ms, %d hops, %d lost, %d skipped, %.2f ms of the topology's processor time a line, machine load %.1f%n",
                found.commitIntervalMillis(),
                found.hop().getTotalCount(),
                found.lost(),
                found.skipped(),
                found.topologyMillis(),
                found.load());
        out.println("  stream threads: " + found.threads());
        for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
            out.printf(
                    Locale.ROOT,
                    "  p%-5s hop %8.2f ms   plain round trip %8.2f ms   ratio %6.2f%n",
                    percentile == (int) percentile ? Integer.toString((int) percentile) : Double.toString(percentile),
                    found.hopMillis(percentile),
                    found.plainMillis(percentile),
                    found.ratio(percentile));
        }
        out.flush();
    }

    private static String command(List<String> args) {
        return ("millrace bench hop " + String.join(" ", args)).strip();
    }
}
