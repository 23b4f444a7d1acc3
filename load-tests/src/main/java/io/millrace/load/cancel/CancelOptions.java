package io.millrace.load.cancel;

import io.millrace.load.Arguments;
import io.millrace.load.cluster.ClusterOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured and where.
 *
 * @param requests that count
 * @param warmUp requests before them, which do not
 * @param rate requests a second, asked and cancelled
 * @param seed of how long each is left to run
 * @param cluster where it is measured
 * @param smoke whether limits are judged with slack
 */
record CancelOptions(
        int requests,
        int warmUp,
        int rate,
        long seed,
        ClusterOptions cluster,
        @Nullable Path report,
        boolean smoke) {

    static final String USAGE = """
            --requests N            that count (default 400)
            --warm-up N             requests before them, which do not (default 400)
            --rate N                requests a second, asked and cancelled (default 10)
            --seed N                of how long each is left to run (default 1)
            --smoke                 40 requests after 160, 5 a second, limits judged with slack, no report
            --report FILE           (default load-tests/reports/cancel.md)
            """ + ClusterOptions.USAGE;

    private static final Set<String> OWN = Set.of("requests", "warm-up", "rate", "seed", "report");
    private static final Set<String> FLAGS = Set.of("smoke");
    private static final String DEFAULT_REPORT = "load-tests/reports/cancel.md";
    private static final int MOST = 1_000_000;
    private static final int MOST_RATE = 1_000;

    CancelOptions {
        if (requests < Cancel.ALL.size()) {
            throw new IllegalArgumentException(
                    "--requests must be at least " + Cancel.ALL.size() + ", one of each kind, was " + requests);
        }
        if (rate < 1) {
            throw new IllegalArgumentException("--rate must be at least 1");
        }
    }

    /** @throws IllegalArgumentException in one sentence, when the command line makes no sense */
    static CancelOptions parse(List<String> args) {
        var given = Arguments.parse(args, ClusterOptions.and(OWN), FLAGS);
        boolean smoke = given.has("smoke");
        var report = given.get("report", smoke ? "" : DEFAULT_REPORT);
        return new CancelOptions(
                number(given, "requests", smoke ? 40 : 400, MOST),
                number(given, "warm-up", smoke ? 160 : 400, MOST),
                number(given, "rate", smoke ? 5 : 10, MOST_RATE),
                given.number("seed", 1),
                ClusterOptions.of(given),
                report.isEmpty() ? null : Path.of(report),
                smoke);
    }

    /** All requests that are asked. */
    int asked() {
        return warmUp + requests;
    }

    private static int number(Arguments given, String name, int otherwise, int most) {
        long number = given.number(name, otherwise);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException("--" + name + " must be between 0 and " + most + ", was " + number);
        }
        return (int) number;
    }
}
