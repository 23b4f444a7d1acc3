package io.millrace.load.headline.real;

import io.millrace.load.Arguments;
import io.millrace.load.cluster.ClusterOptions;
import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.LoadPlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How much is run.
 *
 * @param modes that take turns at each rate
 * @param rates requests a second that every mode is run at
 * @param bisect whether rates follow that find the capacity of each mode
 * @param seeds of each rate
 * @param warmUp seconds that do not count
 * @param measured seconds that do
 * @param scheduler of the model's calls
 * @param report null for none
 */
record RealOptions(
        List<Mode> modes,
        List<Double> rates,
        boolean bisect,
        int seeds,
        int warmUp,
        int measured,
        String scheduler,
        ClusterOptions cluster,
        boolean smoke,
        @Nullable Path report) {

    static final String USAGE = """
            --real             on Kafka in real time instead of virtual time, with these options:
            --modes LIST       of stream, whole and barrier, joined by commas (default all)
            --rates LIST       requests a second, joined by commas (default 0.5,1,2,3,4,5,6)
            --bisect           then the rates that find each capacity at a mean of 4 s
            --seeds N          of each rate (default 3)
            --warm-up SECONDS  run before and thrown away (default 60)
            --seconds SECONDS  length of what counts (default 240)
            --scheduler NAME   that chooses the replica of a call (default least-loaded, as in virtual time)
            --smoke            whole and stream at 0.5 a second, 6 s and 20 s, judged with slack, no report
            --report FILE      (default load-tests/reports/headline-real.md), with its plots beside it
            """ + ClusterOptions.USAGE;

    private static final Set<String> OWN =
            Set.of("modes", "rates", "seeds", "warm-up", "seconds", "scheduler", "report");
    private static final Set<String> FLAGS = Set.of("real", "bisect", "smoke");
    private static final String DEFAULT_REPORT = "load-tests/reports/headline-real.md";
    private static final int MOST_RATE = 100;

    RealOptions {
        modes = List.copyOf(modes);
        rates = List.copyOf(rates);
        if (seeds < 1 || warmUp < 0 || measured < 1) {
            throw new IllegalArgumentException("--seeds and --seconds must be positive and --warm-up not negative");
        }
    }

    /** @throws IllegalArgumentException in one sentence, when an option is wrong */
    static RealOptions parse(List<String> args) {
        var given = Arguments.parse(args, ClusterOptions.and(OWN), FLAGS);
        boolean smoke = given.has("smoke");
        var report = given.get("report", smoke ? "" : DEFAULT_REPORT);
        return new RealOptions(
                modes(given.get("modes", smoke ? "whole,stream" : "stream,whole,barrier")),
                rates(given.get("rates", smoke ? "0.5" : "0.5,1,2,3,4,5,6")),
                given.has("bisect"),
                Math.toIntExact(given.number("seeds", smoke ? 1 : 3)),
                Math.toIntExact(given.number("warm-up", smoke ? 6 : 60)),
                Math.toIntExact(given.number("seconds", smoke ? 20 : 240)),
                given.get("scheduler", "least-loaded"),
                ClusterOptions.of(given),
                smoke,
                report.isEmpty() ? null : Path.of(report));
    }

    /** Seconds that each mode is run for before all that is measured. */
    int rehearsal() {
        return smoke ? 6 : 30;
    }

    List<LoadPlan> plans(double rate) {
        return LongStream.rangeClosed(1, seeds)
                .mapToObj(seed -> new LoadPlan(rate, seed, warmUp, measured))
                .toList();
    }

    private static List<Mode> modes(String list) {
        return Arrays.stream(list.split(","))
                .map(word -> Arrays.stream(Mode.values())
                        .filter(mode -> mode.id().equals(word.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--modes takes stream, whole and barrier, joined by commas, was '" + word + "'")))
                .distinct()
                .toList();
    }

    private static List<Double> rates(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .map(RealOptions::rate)
                .distinct()
                .sorted()
                .toList();
    }

    private static double rate(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3})?")
                || !(Double.parseDouble(text) > 0)
                || Double.parseDouble(text) > MOST_RATE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "--rates takes numbers above 0 and up to %d, joined by commas, was '%s'",
                    MOST_RATE,
                    text));
        }
        return Double.parseDouble(text);
    }
}
