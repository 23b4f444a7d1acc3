package io.millrace.load.openloop;

import io.millrace.load.headline.Figures;
import io.millrace.load.headline.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Mean latency of a system over the rate. For intervals, blocks of {@link #BLOCK_SECONDS} are drawn anew with replacement
 * (Künsch, 1989): requests near each other share a queue, so that single ones would promise too much.
 */
public final class LatencyCurve {

    /** Several times what a request takes. */
    public static final double BLOCK_SECONDS = 30;

    /** Requests a second between which a capacity is sought, and how close it is to be found. */
    public static final double LEAST = 0.1;

    public static final double MOST = 20;
    public static final double PRECISION = 0.1;

    private static final double STEP = 1.5;
    private static final int RESAMPLES = 2_000;

    private final TreeMap<Double, List<Block>> byRate = new TreeMap<>();

    public LatencyCurve(List<LoadRun> runs) {
        for (var run : runs) {
            byRate.computeIfAbsent(run.plan().rate(), rate -> new ArrayList<>()).addAll(blocks(run));
        }
    }

    /** Rates at which there is a mean, rising. */
    public List<Double> rates() {
        return List.copyOf(byRate.keySet());
    }

    /** Mean latency at one of {@link #rates}, seconds. */
    public Interval mean(double rate) {
        return interval(choice -> mean(rate, choice));
    }

    /** How many times as long as with the other one the same requests take, at a rate that both have. */
    public Interval timesAsLongAs(LatencyCurve other, double rate) {
        return interval(choice -> mean(rate, choice) / other.mean(rate, choice));
    }

    /** Whether the mean is within {@link Figures#TARGET} at the lowest rate and not at the highest one. */
    public boolean crossesTarget() {
        double crossing = crossing(Choice.ALL);
        return crossing > byRate.firstKey() && crossing < byRate.lastKey();
    }

    /** Requests a second at which the mean leaves {@link Figures#TARGET}, at most the highest and at least the lowest of the rates. */
    public Interval capacity() {
        return interval(this::crossing);
    }

    /** How many times the requests a second of the other one. */
    public Interval timesCapacityOf(LatencyCurve other) {
        return interval(choice -> crossing(choice) / other.crossing(choice));
    }

    /**
     * The rate to run next in order to know the capacity better, so that bisection ends.
     *
     * @return empty when it is known to {@link #PRECISION}, or out of reach
     */
    public OptionalDouble rateToTry() {
        var missed = byRate.keySet().stream()
                .filter(rate -> !(mean(rate, Choice.ALL) <= Figures.TARGET))
                .findFirst();
        double next;
        if (missed.isEmpty()) {
            next = byRate.lastKey() * STEP;
        } else if (missed.get().equals(byRate.firstKey())) {
            next = byRate.firstKey() / STEP;
        } else {
            double kept = byRate.lowerKey(missed.get());
            next = missed.get() - kept > PRECISION ? (missed.get() + kept) / 2 : kept;
        }
        boolean worthIt = next >= LEAST && next <= MOST && !byRate.containsKey(next);
        return worthIt ? OptionalDouble.of(next) : OptionalDouble.empty();
    }

    private static Interval interval(ToDoubleFunction<Choice> figure) {
        var random = new SplittableRandom(1);
        var resampled = IntStream.range(0, RESAMPLES)
                .mapToDouble(i -> figure.applyAsDouble(Choice.anew(random.nextLong())))
                .toArray();
        return Interval.ofSample(figure.applyAsDouble(Choice.ALL), resampled);
    }

    /** Between the last rate that keeps the target and the next one. */
    private double crossing(Choice choice) {
        double lastRate = byRate.firstKey();
        double last = mean(lastRate, choice);
        if (!(last <= Figures.TARGET)) {
            return lastRate;
        }
        for (double rate : byRate.tailMap(lastRate, false).keySet()) {
            double here = mean(rate, choice);
            if (!(here <= Figures.TARGET)) {
                return lastRate + (Figures.TARGET - last) / (here - last) * (rate - lastRate);
            }
            lastRate = rate;
            last = here;
        }
        return lastRate;
    }

    private double mean(double rate, Choice choice) {
        var blocks = Objects.requireNonNull(byRate.get(rate), () -> "nothing was run at " + rate);
        double seconds = 0;
        int requests = 0;
        for (int index : choice.of(rate, blocks.size())) {
            seconds += blocks.get(index).seconds;
            requests += blocks.get(index).requests;
        }
        return seconds / requests;
    }

    private static List<Block> blocks(LoadRun run) {
        var plan = run.plan();
        int count = Math.max(1, (int) (plan.measured() / BLOCK_SECONDS));
        var seconds = new double[count];
        var requests = new int[count];
        for (var outcome : run.ended()) {
            int block = Math.min(count - 1, (int) ((outcome.at() - plan.warmUp()) / BLOCK_SECONDS));
            seconds[block] += outcome.latency();
            requests[block]++;
        }
        return IntStream.range(0, count)
                .mapToObj(i -> new Block(seconds[i], requests[i]))
                .toList();
    }

    /** Latencies of a stretch of a run, added up. */
    private record Block(double seconds, int requests) {}

    /** Which blocks count at a rate. The same choice takes the same blocks of every system. */
    @FunctionalInterface
    private interface Choice {

        Choice ALL = (rate, blocks) -> IntStream.range(0, blocks).toArray();

        int[] of(double rate, int blocks);

        /** As many as there are, with replacement. */
        static Choice anew(long seed) {
            return (rate, blocks) -> new SplittableRandom(seed + Double.hashCode(rate))
                    .ints(blocks, 0, blocks)
                    .toArray();
        }
    }
}
