package io.millrace.load.headline;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The highest rate at which a figure, averaged over seeds, stays within {@link Figures#TARGET}; found by bisection. */
final class Capacity {

    /** Rates a second between which it is sought, for each replica. */
    private static final double LEAST = 0.125;

    private static final double MOST = 3;
    private static final double PRECISION = 0.01;

    private final Lab lab;

    Capacity(Lab lab) {
        this.lab = lab;
    }

    /** Requests a second; empty when not even the lowest rate keeps the target. */
    OptionalDouble of(Experiment experiment, long[] seeds, ToDoubleFunction<Figures> figure) {
        int replicas = experiment.fleet().replicas();
        double kept = LEAST * replicas;
        double missed = MOST * replicas;
        if (!keeps(experiment.withRate(kept), seeds, figure)) {
            return OptionalDouble.empty();
        }
        while (missed - kept > PRECISION * replicas) {
            double middle = (kept + missed) / 2;
            if (keeps(experiment.withRate(middle), seeds, figure)) {
                kept = middle;
            } else {
                missed = middle;
            }
        }
        return OptionalDouble.of((kept + missed) / 2);
    }

    private boolean keeps(Experiment experiment, long[] seeds, ToDoubleFunction<Figures> figure) {
        return lab.mean(experiment, seeds, figure) <= Figures.TARGET;
    }

    /** Two digits, or that there is none. */
    static String inWords(OptionalDouble capacity) {
        return capacity.isPresent() ? String.format(Locale.ROOT, "%.2f", capacity.getAsDouble()) : "none";
    }
}
