package io.millrace.load.routers;

import io.millrace.load.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param report null for none
 * @param mooncake trace of prompts, which need not be there
 * @param azure trace of arrivals, which need not be there
 * @param calls most calls of a trace
 */
record RoutersOptions(
        boolean smoke, int seedCount, @Nullable Path report, Path mooncake, Path azure, int calls) {

    static final String USAGE = """
            --smoke          only round robin and cache-aware as shipped, one seed, no traces, no report
            --seeds N        seeds of each point of the drawn requests (default 3)
            --mooncake FILE  prompts of the traces (default: llm-trace-mooncake/conversation.jsonl.gz in MILLRACE_DATA)
            --azure FILE     other arrivals for them (default: llm-trace-azure/conv.csv.gz in MILLRACE_DATA)
            --calls N        run the first N calls of the traces (default 2000)
            --report FILE    (default load-tests/reports/routers-virtual.md; with --smoke none)
            """;

    private static final Set<String> KNOWN = Set.of("seeds", "report", "mooncake", "azure", "calls");
    private static final String DEFAULT_REPORT = "load-tests/reports/routers-virtual.md";
    private static final int MOST_SEEDS = 1_000;
    private static final int LEAST_CALLS = 10;
    private static final int CALLS = 2_000;

    /**
     * @param data where data sets are
     * @throws IllegalArgumentException in one sentence, when an option is not known or makes no sense
     */
    static RoutersOptions parse(List<String> args, Path data) {
        var given = Arguments.parse(args, KNOWN, Set.of("smoke"));
        boolean smoke = given.has("smoke");
        long seeds = given.number("seeds", smoke ? 1 : 3);
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new IllegalArgumentException("--seeds must be 1 to " + MOST_SEEDS + ", was " + seeds);
        }
        long calls = given.number("calls", CALLS);
        if (calls < LEAST_CALLS || calls > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("--calls must be at least " + LEAST_CALLS + ", was " + calls);
        }
        var report = given.get("report", smoke ? "" : DEFAULT_REPORT);
        return new RoutersOptions(
                smoke,
                (int) seeds,
                report.isEmpty() ? null : Path.of(report),
                file(given, "mooncake", data.resolve("llm-trace-mooncake/conversation.jsonl.gz")),
                file(given, "azure", data.resolve("llm-trace-azure/conv.csv.gz")),
                (int) calls);
    }

    long[] seeds() {
        return LongStream.rangeClosed(1, seedCount).toArray();
    }

    private static Path file(Arguments given, String name, Path otherwise) {
        return Path.of(given.get(name, otherwise.toString()));
    }
}
