package io.millrace.load.hop;

import io.millrace.load.Arguments;
import io.millrace.load.cluster.ClusterOptions;
import io.millrace.tokens.TokensSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured and where.
 *
 * @param rate elements a second that reach the topology, of which one in {@link HopLoad#ELEMENTS_A_HOP} is a measured
 *     line
 * @param warmUp run before and thrown away
 * @param measured length of what counts
 * @param seed of the texts
 * @param commitIntervals one measurement for each, milliseconds; the first one is judged
 * @param cluster where it is measured
 * @param smoke whether limits are judged with slack
 */
record HopOptions(
        int rate,
        Duration warmUp,
        Duration measured,
        long seed,
        List<Long> commitIntervals,
        ClusterOptions cluster,
        @Nullable Path report,
        boolean smoke) {

    static final String USAGE = """
            --rate N                elements a second (default 500)
            --warm-up SECONDS       run before and thrown away (default 120)
            --seconds SECONDS       length of what counts (default 120)
            --seed N                of the texts (default 1)
            --commit-interval MS    one measurement for each, joined by commas; the first one is judged
            --smoke                 200 a second, 45 s and 10 s, limits judged with slack, no report
            --report FILE           (default load-tests/reports/hop.md)
            """ + ClusterOptions.USAGE;

    private static final Set<String> OWN = Set.of("rate", "seconds", "warm-up", "seed", "commit-interval", "report");
    private static final Set<String> FLAGS = Set.of("smoke");
    private static final int MOST_RATE = 100_000;
    private static final String DEFAULT_REPORT = "load-tests/reports/hop.md";

    HopOptions {
        rate(rate);
        if (measured.isNegative() || measured.isZero() || warmUp.isNegative()) {
            throw new IllegalArgumentException("--seconds must be positive and --warm-up not negative");
        }
        if (commitIntervals.isEmpty()) {
            throw new IllegalArgumentException("--commit-interval needs at least one value");
        }
        commitIntervals = List.copyOf(commitIntervals);
    }

    /** @throws IllegalArgumentException in one sentence, when the command line makes no sense */
    static HopOptions parse(List<String> args) {
        var given = Arguments.parse(args, ClusterOptions.and(OWN), FLAGS);
        boolean smoke = given.has("smoke");
        var report = given.get("report", smoke ? "" : DEFAULT_REPORT);
        return new HopOptions(
                rate(given.number("rate", smoke ? 200 : 500)),
                Duration.ofSeconds(given.number("warm-up", smoke ? 45 : 120)),
                Duration.ofSeconds(given.number("seconds", smoke ? 10 : 120)),
                given.number("seed", 1),
                intervals(given.get("commit-interval", shippedCommitInterval())),
                ClusterOptions.of(given),
                report.isEmpty() ? null : Path.of(report),
                smoke);
    }

    private static int rate(long rate) {
        if (rate < HopLoad.ELEMENTS_A_HOP || rate > MOST_RATE) {
            throw new IllegalArgumentException("--rate must be between " + HopLoad.ELEMENTS_A_HOP + " and " + MOST_RATE
                    + " elements a second, was " + rate);
        }
        return (int) rate;
    }

    private static List<Long> intervals(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .map(text -> Arguments.whole("commit-interval", text))
                .toList();
    }

    private static String shippedCommitInterval() {
        return String.valueOf(TokensSettings.definition().defaultValues().get(TokensSettings.COMMIT_INTERVAL));
    }
}
