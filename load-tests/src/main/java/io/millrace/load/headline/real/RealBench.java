package io.millrace.load.headline.real;

import io.millrace.core.settings.CoreSettings;
import io.millrace.load.Machine;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.LoadPlan;
import io.millrace.load.openloop.LoadRun;
import io.millrace.load.openloop.OpenLoop;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Runs the modes in turn on one cluster. */
final class RealBench implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double REHEARSAL_RATE = 1;
    private static final long REHEARSAL_SEED = 0;
    private static final Set<String> POOLS = Set.of(Pipelines.ENGINE, Pipelines.SEARCH);

    private final BenchCluster cluster;
    private final RealSystem system;
    private final PrintWriter out;
    private final RealFindings found = new RealFindings();

    private RealBench(BenchCluster cluster, RealSystem system, PrintWriter out) {
        this.cluster = cluster;
        this.system = system;
        this.out = out;
    }

    static RealBench open(RealOptions options, PrintWriter out) throws InterruptedException {
        var cluster = BenchCluster.open(options.cluster(), POOLS, Map.of());
        RealSystem system = null;
        try {
            var core = CoreSettings.of(cluster.settings()
                    .with("pool." + Pipelines.ENGINE + ".scheduler", options.scheduler())
                    .with("simulated.search.tokens", Integer.toString(Prompts.EVIDENCE_TOKENS)));
            system = RealSystem.start(cluster, core);
            return new RealBench(cluster, system, out);
        } finally {
            if (system == null) {
                cluster.close();
            }
        }
    }

    /** The modes take turns, so that a machine that gets slower is slower for all. */
    RealFindings run(RealOptions options) throws InterruptedException {
        rehearse(options);
        for (double rate : options.rates()) {
            run(options.modes(), options.plans(rate));
        }
        for (var mode : options.bisect() ? options.modes() : List.<Mode>of()) {
            var next = found.curve(mode).rateToTry();
            while (next.isPresent()) {
                run(List.of(mode), options.plans(next.getAsDouble()));
                next = found.curve(mode).rateToTry();
            }
        }
        return found;
    }

    /** Code that has never run is slow; whichever mode comes first would pay for all. */
    private void rehearse(RealOptions options) throws InterruptedException {
        var plan = new LoadPlan(REHEARSAL_RATE, REHEARSAL_SEED, 0, options.rehearsal());
        for (var mode : options.modes()) {
            new OpenLoop(PATIENCE).run(plan.arrivals(), system.questions(mode));
        }
    }

    private void run(List<Mode> modes, List<LoadPlan> plans) throws InterruptedException {
        for (var plan : plans) {
            for (var mode : modes) {
                var run = run(mode, plan);
                found.add(run);
                print(run);
            }
        }
    }

    private RealRun run(Mode mode, LoadPlan plan) throws InterruptedException {
        var before = Processors.now(cluster);
        var outcomes = new OpenLoop(PATIENCE).run(plan.arrivals(), system.questions(mode));
        var used = Processors.now(cluster).since(before, outcomes.size());
        var time = Duration.ofMillis((long) (used.total() * outcomes.size() * 1_000));
        var real = new LoadRun(plan, outcomes, time, Machine.load());
        return new RealRun(mode, real, VirtualRun.of(mode, plan), used);
    }

    @Override
    public void close() {
        system.close();
        cluster.close();
    }

    private void print(RealRun run) {
        var real = run.real();
        var virtual = run.virtual();
        out.printf(
                Locale.ROOT,
                "%-7s at %.2f/s, seed %d: %d requests, %d failed, mean %.3f s (virtual %.3f, %+.1f %%), p50 %.3f (%.3f),"
                        + " p99 %.3f (%.3f), first verdict %.3f (%.3f), goodput %.2f (%.2f), load %.1f%n",
                run.mode().id(),
                run.rate(),
                real.plan().seed(),
                real.ended().size(),
                real.failed(),
                real.mean(),
                virtual.mean(),
                100 * run.deviation(),
                real.percentile(0.5),
                virtual.p50(),
                real.percentile(0.99),
                virtual.p99(),
                real.firstVerdict(),
                virtual.firstVerdict(),
                real.goodput(),
                virtual.goodput(),
                real.machineLoad());
        out.println("  processor seconds a request: " + run.perRequest());
        real.outcomes().stream()
                .filter(outcome -> outcome.failure() != null)
                .limit(3)
                .forEach(outcome -> out.println("  " + outcome));
        out.flush();
    }
}
