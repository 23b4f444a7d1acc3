package io.millrace.load.langgraph;

import io.millrace.load.Benchmark;
import io.millrace.load.ReportFile;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.headline.Mode;
import io.millrace.load.headline.served.PlatformMain;
import io.millrace.load.headline.served.ServedHeadline;
import io.millrace.load.openloop.LoadRun;
import io.millrace.load.openloop.SystemUnderLoad.Contender;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs LangGraph and what is compared with it on the same requests and the same simulated replicas, in real time. */
public final class LangGraphBench implements Benchmark {

    private static final int KEPT = 0;
    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;
    private static final int MOST_FAILURES = 3;

    @Override
    public String name() {
        return "langgraph";
    }

    @Override
    public String summary() {
        return "the headline workflow on LangGraph and on Millrace, same requests and replicas, in real time; needs Node.js";
    }

    @Override
    public String options() {
        return LangGraphOptions.USAGE;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        LangGraphOptions options;
        Findings found;
        String versions;
        try {
            options = LangGraphOptions.parse(args);
            var project = new NodeProject(options.peer());
            project.install();
            versions = project.versions();
            try (var cluster = BenchCluster.open(options.cluster(), PlatformMain.POOLS, Map.of())) {
                var peer = new Contender("LangGraph", () -> new LangGraphPeer(project));
                found = run(options, peer, ours(cluster, options), out);
            }
        } catch (IllegalArgumentException | PeerUnavailableException e) {
            out.println(e.getMessage());
            return NOT_RUN;
        }
        var limits = ComparisonLimits.of(options.smoke());
        var missed = limits.missedBy(found);
        var command = ("millrace bench langgraph " + String.join(" ", args)).strip();
        var report = new LangGraphReport(command, LocalDate.now(ZoneOffset.UTC), versions, options, found, missed);
        ReportFile.write(options.report(), report.toMarkdown(), out);
        missed.forEach(out::println);
        limits.openAfter(found).forEach(open -> out.println("not judged: " + open));
        out.println(limits.inWords() + ": " + limits.verdict(found));
        return missed.isEmpty() ? KEPT : NOT_KEPT;
    }

    private static List<Contender> ours(BenchCluster cluster, LangGraphOptions options) {
        var data = options.cluster().dataDir();
        var settings = options.cluster().settings();
        return options.modes().stream()
                .map(mode -> new Contender(
                        mode == Mode.STREAM ? ComparisonLimits.OURS : ComparisonLimits.OURS + ", whole stages",
                        () -> new ServedHeadline(cluster, data, settings, mode)))
                .toList();
    }

    /** The systems take turns, so that a machine that gets slower is slower for all. */
    private static Findings run(LangGraphOptions options, Contender peer, List<Contender> others, PrintWriter out)
            throws IOException, InterruptedException {
        var quick = Fleet.QUICK.run(peer, options.overhead(), options.rehearsal());
        double overhead = quick.mean() - PeerCheck.whole(Fleet.QUICK, quick.plan());
        print(String.format(Locale.ROOT, "overhead %.3f s on quick replicas: %s", overhead, peer.name()), quick, out);
        var found = new Findings(peer.name(), overhead, plan -> PeerCheck.whole(Fleet.STANDARD, plan));
        var all = new ArrayList<>(List.of(peer));
        all.addAll(others);
        for (double rate : options.rates()) {
            run(all, options, rate, found, out);
        }
        for (var contender : options.bisect() ? all : List.<Contender>of()) {
            var next = found.curve(contender.name()).rateToTry();
            while (next.isPresent()) {
                run(List.of(contender), options, next.getAsDouble(), found, out);
                next = found.curve(contender.name()).rateToTry();
            }
        }
        return found;
    }

    private static void run(
            List<Contender> contenders, LangGraphOptions options, double rate, Findings found, PrintWriter out)
            throws IOException, InterruptedException {
        for (var plan : options.plans(rate)) {
            for (var contender : contenders) {
                var run = Fleet.STANDARD.run(contender, plan, options.rehearsal());
                found.add(contender.name(), run);
                print(contender.name(), run, out);
            }
        }
    }

    private static void print(String name, LoadRun run, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s at %.2f/s, seed %d: %d requests, %d failed, mean %.3f s, p50 %.3f, p99 %.3f, first verdict %.3f,"
                        + " %.3f s of processor a request, load %.1f%n",
                name,
                run.plan().rate(),
                run.plan().seed(),
                run.ended().size(),
                run.failed(),
                run.mean(),
                run.percentile(0.5),
                run.percentile(0.99),
                run.firstVerdict(),
                run.processorSeconds(),
                run.machineLoad());
        run.outcomes().stream()
                .filter(outcome -> outcome.failure() != null)
                .limit(MOST_FAILURES)
                .forEach(outcome -> out.println("  " + outcome));
        out.flush();
    }
}
