package io.millrace.load.headline;

import io.millrace.load.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How much is run.
 *
 * @param seeds of each point at the reference's rates; the others take the first three
 * @param groups of three seeds, for each of which the capacities are found
 * @param report null for none; plots are written beside it
 */
record HeadlineOptions(int seeds, int groups, boolean smoke, @Nullable Path report) {

    static final String USAGE = """
            --seeds N      seeds of each point at 1, 2, 4 and 6 requests a second (default 20)
            --groups N     groups of three seeds whose capacities give the intervals (default 7)
            --smoke        the invariant figures only, a few seeds, no report
            --report FILE  (default load-tests/reports/headline-virtual.md), with plots beside it
            """;

    private static final Set<String> KNOWN = Set.of("seeds", "groups", "report");
    private static final Set<String> FLAGS = Set.of("smoke");
    private static final String DEFAULT_REPORT = "load-tests/reports/headline-virtual.md";
    private static final int SEEDS_OF_A_GROUP = 3;
    private static final int MOST = 1_000;

    HeadlineOptions {
        if (seeds < 1 || seeds > MOST || groups < 1 || groups > MOST) {
            throw new IllegalArgumentException("--seeds and --groups must be 1 to " + MOST);
        }
    }

    /** @throws IllegalArgumentException in one sentence, when an option is wrong */
    static HeadlineOptions parse(List<String> args) {
        var given = Arguments.parse(args, KNOWN, FLAGS);
        boolean smoke = given.has("smoke");
        var report = given.has("report") || !smoke ? Path.of(given.get("report", DEFAULT_REPORT)) : null;
        return new HeadlineOptions(
                Math.toIntExact(given.number("seeds", smoke ? SEEDS_OF_A_GROUP : 20)),
                Math.toIntExact(given.number("groups", smoke ? 1 : 7)),
                smoke,
                report);
    }

    long[] allSeeds() {
        return LongStream.rangeClosed(1, seeds).toArray();
    }

    /** The first one has the seeds 1 to 3. */
    List<long[]> seedGroups() {
        return LongStream.range(0, groups)
                .mapToObj(group -> LongStream.rangeClosed(1, SEEDS_OF_A_GROUP)
                        .map(seed -> group * SEEDS_OF_A_GROUP + seed)
                        .toArray())
                .toList();
    }

    static long[] fewSeeds() {
        return new long[] {1, 2, 3};
    }
}
