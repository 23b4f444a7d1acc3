package io.millrace.load.headline;

import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/** Finds how high a rate may be. */
public final class Bisection {

    private Bisection() {}

    /**
     * The highest value that keeps a target which all lower ones keep and all higher ones miss.
     *
     * @param least tried first
     * @param most taken to miss the target
     * @param precision width of the interval whose middle is returned
     * @return empty when not even the least keeps it
     */
    public static OptionalDouble highest(double least, double most, double precision, DoublePredicate keeps) {
        if (!keeps.test(least)) {
            return OptionalDouble.empty();
        }
        double kept = least;
        double missed = most;
        while (missed - kept > precision) {
            double middle = (kept + missed) / 2;
            if (keeps.test(middle)) {
                kept = middle;
            } else {
                missed = middle;
            }
        }
        return OptionalDouble.of((kept + missed) / 2);
    }
}
