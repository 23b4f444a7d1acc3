package io.millrace.load.routers;

import io.millrace.load.Benchmark;
import io.millrace.load.ReportFile;
import io.millrace.load.headline.Lab;
import io.millrace.load.headline.Trial;
import io.millrace.load.headline.routing.Policy;
import io.millrace.load.headline.routing.Routing;
import io.millrace.load.headline.routing.Shipped;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Compares ways to choose a replica where not all that prompts begin with fits into one cache, in virtual time. */
public final class RoutersBench implements Benchmark {

    private static final int KEPT = 0;
    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;

    @Override
    public String name() {
        return "routers";
    }

    @Override
    public String summary() {
        return "what each way to choose a replica serves, on drawn and on traced requests, in virtual time";
    }

    @Override
    public String options() {
        return RoutersOptions.USAGE;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        RoutersOptions options;
        List<Trace> traces;
        try {
            options = RoutersOptions.parse(args, Path.of(System.getenv().getOrDefault("MILLRACE_DATA", "data")));
            traces = options.smoke() ? List.of() : traces(options, out);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return NOT_RUN;
        }
        var report = measure(options, traces, ("millrace bench routers " + String.join(" ", args)).strip(), out);
        ReportFile.write(options.report(), report.toMarkdown(), out);
        report.missed().forEach(out::println);
        out.println(report.verdict());
        return report.missed().isEmpty() ? KEPT : NOT_KEPT;
    }

    private static RoutersReport measure(RoutersOptions options, List<Trace> traces, String command, PrintWriter out)
            throws InterruptedException {
        try (var lab = new Lab(new Trial(), out)) {
            var rows = lab.all("drawn requests", policies(options.smoke()), policy -> row(policy, options, lab, out));
            var study = new TraceStudy(lab);
            var found = new ArrayList<TraceStudy.Findings>();
            for (var trace : traces) {
                found.add(study.of(trace));
            }
            return new RoutersReport(
                    command,
                    LocalDate.now(ZoneOffset.UTC),
                    options.seedCount(),
                    rows,
                    found,
                    RouterLimits.PROMISED.missedBy(rows));
        }
    }

    private static RouterRow row(Routing policy, RoutersOptions options, Lab lab, PrintWriter out) {
        var row = RouterRow.measure(policy, options.seeds(), lab);
        out.println(row);
        return row;
    }

    private static List<Routing> policies(boolean smoke) {
        if (smoke) {
            return List.of(Shipped.twinOf(Policy.ROUND_ROBIN), Shipped.twinOf(Policy.CACHE_AWARE));
        }
        var policies = new ArrayList<Routing>(List.of(Policy.values()));
        policies.addAll(Shipped.all());
        return policies;
    }

    /** Those that are there; says which are not. */
    private static List<Trace> traces(RoutersOptions options, PrintWriter out) throws IOException {
        if (!isThere(options.mooncake(), "--mooncake", "no traced requests are run", out)) {
            return List.of();
        }
        var mooncake = Trace.mooncake(options.mooncake()).first(options.calls());
        if (!isThere(options.azure(), "--azure", "traced requests come only as they came", out)) {
            return List.of(mooncake);
        }
        return List.of(mooncake, mooncake.withArrivals("azure", Trace.azureArrivals(options.azure())));
    }

    private static boolean isThere(Path file, String option, String otherwise, PrintWriter out) {
        boolean there = Files.isReadable(file);
        if (!there) {
            out.println(file + " is not there: " + otherwise
                    + "; docs/data.md says where it comes from, MILLRACE_DATA or " + option + " where it is");
        }
        return there;
    }
}
