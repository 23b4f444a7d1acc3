package io.millrace.load.headline;

import io.millrace.load.Arguments;
import io.millrace.load.Benchmark;
import io.millrace.load.Machine;
import io.millrace.load.headline.RouterRow.Asked;
import io.millrace.load.headline.routing.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Compares ways to choose a replica where the heads of prompts do not all fit into one cache, in virtual time. */
public final class RoutersBench implements Benchmark {

    private static final Set<String> KNOWN = Set.of("seeds", "report");
    private static final String DEFAULT_REPORT = "load-tests/reports/routers-virtual.md";

    /** How many times as many requests as round robin the cache-aware policy has to serve. */
    private static final double PROMISED_GAIN = 1.7;

    private static final int MOST_SEEDS = 1_000;

    @Override
    public String name() {
        return "routers";
    }

    @Override
    public String summary() {
        return "requests a second at a mean of 4 s for each way to choose a replica, in virtual time";
    }

    @Override
    public String options() {
        return """
                --seeds N      seeds of each point (default 3)
                --report FILE  (default load-tests/reports/routers-virtual.md)
                """;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        long[] seeds;
        Path report;
        try {
            var given = Arguments.parse(args, KNOWN);
            seeds = seeds(given.number("seeds", 3));
            report = Path.of(given.get("report", DEFAULT_REPORT));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return 2;
        }
        var rows = measure(seeds, out);
        double gain = row(rows, Policy.CACHE_AWARE).servedOr0()
                / row(rows, Policy.ROUND_ROBIN).servedOr0();
        var verdict = verdict(gain);
        var command = ("millrace bench routers " + String.join(" ", args)).strip();
        Files.createDirectories(report.toAbsolutePath().getParent());
        Files.writeString(report, markdown(command, seeds, rows) + verdict + ".\n");
        out.println(verdict);
        out.println("report written to " + report);
        return gain >= PROMISED_GAIN ? 0 : 1;
    }

    private static List<RouterRow> measure(long[] seeds, PrintWriter out) throws InterruptedException {
        var asked = Stream.of(Policy.values())
                .map(policy -> new Asked(policy, seeds))
                .toList();
        try (var lab = new Lab(new Trial(), out)) {
            return lab.all("router", asked, each -> RouterRow.measure(each, lab));
        }
    }

    private static String verdict(double gain) {
        return String.format(
                Locale.ROOT,
                "cache-aware serves %.2f times what round robin serves, promised %.1f: %s",
                gain,
                PROMISED_GAIN,
                gain >= PROMISED_GAIN ? "kept" : "NOT KEPT");
    }

    private static long[] seeds(long count) {
        if (count < 1 || count > MOST_SEEDS) {
            throw new IllegalArgumentException("--seeds must be 1 to " + MOST_SEEDS);
        }
        return LongStream.rangeClosed(1, count).toArray();
    }

    private static RouterRow row(List<RouterRow> rows, Policy policy) {
        return rows.stream().filter(row -> row.policy() == policy).findFirst().orElseThrow();
    }

    private static String markdown(String command, long[] seeds, List<RouterRow> rows) {
        var text = new StringBuilder("# Choosing a replica, in virtual time\n\n");
        text.append("Command: `").append(command).append("`  \n");
        text.append("Date: ").append(LocalDate.now(ZoneOffset.UTC)).append("  \n");
        text.append("Machine: ").append(Machine.inWords()).append(" (it does not matter for the figures)  \n");
        text.append("Seeds: 1-").append(seeds.length).append("\n\n");
        text.append(RouterRow.SETUP);
        text.append(
                "| policy | mean <= 4 s, requests/s | hit rate at 6/s | mean at 6/s, s | hit rate at 2/s |\n|---|---|---|---|---|\n");
        rows.forEach(row -> text.append(row.toMarkdown()));
        text.append('\n');
        return text.toString();
    }
}
