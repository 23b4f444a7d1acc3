package io.millrace.load.headline.real;

import io.millrace.load.Benchmark;
import io.millrace.load.headline.HeadlineBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The headline experiment in its two forms: in virtual time, and on Kafka in real time. */
public final class HeadlineForms implements Benchmark {

    private static final int KEPT = 0;
    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;

    private final HeadlineBench virtual = new HeadlineBench();

    @Override
    public String name() {
        return virtual.name();
    }

    @Override
    public String summary() {
        return "requests a second at a mean of 4 s: streamed against whole stages and barriers, in virtual or real time";
    }

    @Override
    public String options() {
        return virtual.options() + RealOptions.USAGE;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        if (!args.contains("--real")) {
            return virtual.run(args, out);
        }
        RealOptions options;
        try {
            options = RealOptions.parse(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return NOT_RUN;
        }
        RealFindings found;
        try (var bench = RealBench.open(options, out)) {
            found = bench.run(options);
        }
        var limits = RealLimits.of(options.smoke());
        var missed = limits.missedBy(found);
        var command = ("millrace bench headline " + String.join(" ", args)).strip();
        write(new RealReport(command, LocalDate.now(ZoneOffset.UTC), options, found, missed), out);
        missed.forEach(out::println);
        out.println(limits.inWords() + ": " + (missed.isEmpty() ? "kept" : "NOT KEPT"));
        return missed.isEmpty() ? KEPT : NOT_KEPT;
    }

    private static void write(RealReport report, PrintWriter out) throws IOException {
        var file = report.options().report();
        if (file == null) {
            return;
        }
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, report.toMarkdown());
        for (var plot : report.plots().entrySet()) {
            Files.writeString(
                    file.resolveSibling(plot.getKey()), plot.getValue().toSvg());
        }
        out.println("report written to " + file);
    }
}
