package io.millrace.load.headline;

import io.millrace.load.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How much is run.
 *
 * @param seeds of each point of the standard set-up
 * @param fewerSeeds of the points that differ from it
 * @param report null for none; plots are written beside it
 */
record HeadlineOptions(
        int seeds, int fewerSeeds, boolean smoke, @Nullable Path report) {

    static final String USAGE = """
            --seeds N        seeds of each point of the standard set-up (default 20)
            --fewer-seeds N  seeds of each point that differs from it (default 8)
            --smoke          the invariant figures only, three seeds, no report
            --report FILE    (default load-tests/reports/headline-virtual.md), with plots beside it
            """;

    private static final Set<String> KNOWN = Set.of("seeds", "fewer-seeds", "report");
    private static final Set<String> FLAGS = Set.of("smoke");
    private static final String DEFAULT_REPORT = "load-tests/reports/headline-virtual.md";
    private static final int MOST = 1_000;

    HeadlineOptions {
        if (seeds < 1 || seeds > MOST || fewerSeeds < 1 || fewerSeeds > MOST) {
            throw new IllegalArgumentException("--seeds and --fewer-seeds must be 1 to " + MOST);
        }
    }

    /** @throws IllegalArgumentException in one sentence, when an option is wrong */
    static HeadlineOptions parse(List<String> args) {
        var given = Arguments.parse(args, KNOWN, FLAGS);
        boolean smoke = given.has("smoke");
        var report = given.has("report") || !smoke ? Path.of(given.get("report", DEFAULT_REPORT)) : null;
        return new HeadlineOptions(
                Math.toIntExact(given.number("seeds", smoke ? 3 : 20)),
                Math.toIntExact(given.number("fewer-seeds", 8)),
                smoke,
                report);
    }

    long[] allSeeds() {
        return LongStream.rangeClosed(1, seeds).toArray();
    }

    long[] someSeeds() {
        return LongStream.rangeClosed(1, fewerSeeds).toArray();
    }

    /** Requests a second at which the curves are drawn, rising. */
    double[] curveRates() {
        return smoke
                ? new double[] {1, 2, 4, 6}
                : DoubleStream.iterate(0.5, rate -> rate <= 8, rate -> rate + 0.5)
                        .toArray();
    }
}
