package io.millrace.load.headline;

import io.millrace.load.Benchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Compares the three modes on the same simulated fleet in virtual time, and the model with its reference. */
public final class HeadlineBench implements Benchmark {

    private static final int KEPT = 0;
    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;

    @Override
    public String name() {
        return "headline";
    }

    @Override
    public String summary() {
        return "requests a second at a mean of 4 s: streamed against whole stages and barriers, in virtual time";
    }

    @Override
    public String options() {
        return HeadlineOptions.USAGE;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        HeadlineOptions options;
        try {
            options = HeadlineOptions.parse(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return NOT_RUN;
        }
        Findings found;
        try (var lab = new Lab(new Trial(), out)) {
            found = new Study(lab, options).run();
        }
        print(found, out);
        var limits = HeadlineLimits.of(options.smoke());
        var missed = limits.missedBy(found);
        write(new HeadlineReport(command(args), LocalDate.now(ZoneOffset.UTC), options, found, missed), out);
        missed.forEach(out::println);
        out.println(limits.inWords() + ": " + (missed.isEmpty() ? "kept" : "NOT KEPT"));
        return missed.isEmpty() ? KEPT : NOT_KEPT;
    }

    private static void print(Findings found, PrintWriter out) {
        for (var check : found.checks()) {
            out.printf(
                    Locale.ROOT,
                    "%-8s at %.0f/s: mean %s s, reference %.2f s, %+.1f %%%n",
                    check.reference().mode().id(),
                    check.reference().rate(),
                    check.mean(),
                    check.reference().mean(),
                    100 * check.deviation());
        }
        found.capacities()
                .forEach((mode, capacities) -> out.printf(
                        "%-8s serves %s requests a second at a mean of 4 s%n", mode.id(), capacities.mean()));
        out.printf(
                "stream over whole %s, over barrier %s; %d runs%n",
                found.gainOver(Mode.WHOLE), found.gainOver(Mode.BARRIER), found.runs());
    }

    private static void write(HeadlineReport report, PrintWriter out) throws IOException {
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

    private static String command(List<String> args) {
        return ("millrace bench headline " + String.join(" ", args)).strip();
    }
}
