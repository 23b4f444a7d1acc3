package io.millrace.load.langgraph;

import io.millrace.load.Arguments;
import io.millrace.load.cluster.ClusterOptions;
import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.LatencyCurve;
import io.millrace.load.openloop.LoadPlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How much is run.
 *
 * @param rates requests a second that every system is run at
 * @param bisect whether rates follow that find the capacity
 * @param seeds of each rate
 * @param rehearsal seconds of a light load before each run
 * @param warmUp seconds that do not count
 * @param measured seconds that do
 * @param modes in which Millrace is run beside the peer
 * @param peer folder of the peer
 * @param report null for none
 */
record LangGraphOptions(
        List<Double> rates,
        boolean bisect,
        int seeds,
        int rehearsal,
        int warmUp,
        int measured,
        boolean smoke,
        List<Mode> modes,
        Path peer,
        ClusterOptions cluster,
        @Nullable Path report) {

    static final String USAGE = """
            --rates LIST       requests a second, joined by commas (default 0.5,1,1.5,2)
            --bisect           then the rates that find the capacity at a mean of 4 s
            --seeds N          of each rate (default 3)
            --rehearsal SECONDS
                               of 1 a second before each run, so that no code is new (default 60)
            --warm-up SECONDS  run before and thrown away (default 60)
            --seconds SECONDS  length of what counts (default 240)
            --modes LIST       of Millrace: stream, whole (default stream,whole)
            --smoke            1 a second, one seed, 1 s and 5 s, stream; that all works, no report
            --peer DIR         the peer (default load-tests/peers/langgraph); its packages are installed there by npm
            --report FILE      (default load-tests/reports/langgraph.md)
            """ + ClusterOptions.USAGE;

    private static final Set<String> KNOWN =
            Set.of("rates", "seeds", "rehearsal", "warm-up", "seconds", "modes", "peer", "report");
    private static final Set<String> FLAGS = Set.of("bisect", "smoke");
    private static final Set<Mode> MODES = Set.of(Mode.STREAM, Mode.WHOLE);
    private static final String DEFAULT_PEER = "load-tests/peers/langgraph";
    private static final String DEFAULT_REPORT = "load-tests/reports/langgraph.md";
    private static final int MOST_SEEDS = 100;
    private static final int MOST_OVERHEAD = 60;

    LangGraphOptions {
        rates = List.copyOf(rates);
        modes = List.copyOf(modes);
        for (double rate : rates) {
            if (!(rate >= LatencyCurve.LEAST && rate <= LatencyCurve.MOST)) {
                throw new IllegalArgumentException("--rates must be " + LatencyCurve.LEAST + " to " + LatencyCurve.MOST
                        + " requests a second, was " + rate);
            }
        }
        if (seeds < 1 || seeds > MOST_SEEDS || rehearsal < 0 || warmUp < 0 || measured < 1) {
            throw new IllegalArgumentException("--seeds must be 1 to " + MOST_SEEDS
                    + ", --seconds positive, --warm-up and --rehearsal not negative");
        }
    }

    /** @throws IllegalArgumentException in one sentence, when an option is wrong */
    static LangGraphOptions parse(List<String> args) {
        var given = Arguments.parse(args, ClusterOptions.and(KNOWN), FLAGS);
        boolean smoke = given.has("smoke");
        var report = given.get("report", smoke ? "" : DEFAULT_REPORT);
        return new LangGraphOptions(
                rates(given.get("rates", smoke ? "1" : "0.5,1,1.5,2")),
                given.has("bisect"),
                Math.toIntExact(given.number("seeds", smoke ? 1 : 3)),
                Math.toIntExact(given.number("rehearsal", smoke ? 0 : 60)),
                Math.toIntExact(given.number("warm-up", smoke ? 1 : 60)),
                Math.toIntExact(given.number("seconds", smoke ? 5 : 240)),
                smoke,
                modes(given.get("modes", smoke ? "stream" : "stream,whole")),
                Path.of(given.get("peer", DEFAULT_PEER)),
                ClusterOptions.of(given),
                report.isEmpty() ? null : Path.of(report));
    }

    List<LoadPlan> plans(double rate) {
        return LongStream.rangeClosed(1, seeds)
                .mapToObj(seed -> new LoadPlan(rate, seed, warmUp, measured))
                .toList();
    }

    /** A light load, to measure the peer's overhead. */
    LoadPlan overhead() {
        return new LoadPlan(ComparisonLimits.LIGHT, 1, warmUp, Math.min(measured, MOST_OVERHEAD));
    }

    private static List<Mode> modes(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .map(name -> MODES.stream()
                        .filter(mode -> mode.id().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("--modes are stream and whole, was '" + name + "'")))
                .distinct()
                .toList();
    }

    private static List<Double> rates(String list) {
        try {
            return Arrays.stream(list.split(","))
                    .map(String::strip)
                    .map(Double::valueOf)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--rates must be numbers joined by commas, was '" + list + "'", e);
        }
    }
}
