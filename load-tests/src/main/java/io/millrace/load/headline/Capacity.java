package io.millrace.load.headline;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The highest rate at which a figure, averaged over seeds, stays within {@link Figures#TARGET}; found by bisection. */
public final class Capacity {

    /** Rates a second between which it is sought, for each replica. */
    private static final double LEAST = 0.125;

    private static final double MOST = 3;
    private static final double PRECISION = 0.01;

    private final Lab lab;
    private final double least;
    private final double most;
    private final double precision;

    Capacity(Lab lab) {
        this(lab, LEAST, MOST, PRECISION);
    }

    /**
     * @param least requests a second for each replica, tried first
     * @param most as {@code least}; taken to miss the target
     * @param precision as {@code least}
     */
    public Capacity(Lab lab, double least, double most, double precision) {
        this.lab = lab;
        this.least = least;
        this.most = most;
        this.precision = precision;
    }

    /** Requests a second; empty when not even the lowest rate keeps the target. */
    public OptionalDouble of(Experiment experiment, long[] seeds, ToDoubleFunction<Figures> figure) {
        int replicas = experiment.fleet().replicas();
        return Bisection.highest(
                least * replicas,
                most * replicas,
                precision * replicas,
                rate -> lab.mean(experiment.withRate(rate), seeds, figure) <= Figures.TARGET);
    }

    /** Two digits, or that there is none. */
    public static String inWords(OptionalDouble capacity) {
        return capacity.isPresent() ? String.format(Locale.ROOT, "%.2f", capacity.getAsDouble()) : "none";
    }
}
