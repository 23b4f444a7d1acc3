package io.millrace.load.headline.real;

import io.millrace.load.headline.Figures;
import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.LoadRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What has to hold.
 *
 * @param deviation most that the mean of whole stages may differ from virtual time while that keeps 4 s, as a share
 * @param capacity least requests a second of streaming at a mean within 4 s
 * @param firstVerdict how many times as long whole stages take to the first verdict at least
 * @param p99 how many times as long their 99th percentile is at least
 */
record RealLimits(double deviation, double capacity, double firstVerdict, double p99) {

    /** A few seconds on a machine that builds and tests meanwhile say only whether something is badly wrong. */
    static RealLimits of(boolean smoke) {
        return smoke ? new RealLimits(1, 0, 1, 0) : new RealLimits(0.05, 5, 1.5, 1.4);
    }

    /** What does not hold, one sentence each. */
    List<String> missedBy(RealFindings found) {
        var missed = new ArrayList<String>();
        if (found.failed() > 0) {
            missed.add(found.failed() + " requests did not end as they should");
        }
        for (double rate : found.rates()) {
            whole(found, rate, missed);
            ratio(found, rate, "time to the first verdict", LoadRun::firstVerdict, firstVerdict, missed);
            ratio(found, rate, "99th percentile", run -> run.percentile(0.99), p99, missed);
        }
        if (capacity > 0 && !found.of(Mode.STREAM).isEmpty()) {
            double served = found.curve(Mode.STREAM).capacity().estimate();
            if (!(served >= capacity)) {
                missed.add(text("stream serves %.2f requests a second", served));
            }
        }
        return missed;
    }

    String inWords() {
        if (capacity == 0) {
            return "smoke run: every request ends, whole stages take at most twice as long as in virtual time, and first verdicts"
                    + " are sooner with streaming (no proof)";
        }
        return text(
                "whole stages within %.0f %% of virtual time while that keeps a mean of %.0f s; streaming serves %.1f a second"
                        + " there; at equal rates that it serves, first verdicts %.1f times and p99 %.1f times sooner; every"
                        + " request ends",
                100 * deviation, Figures.TARGET, capacity, firstVerdict, p99);
    }

    private void whole(RealFindings found, double rate, List<String> missed) {
        double virtual = found.at(Mode.WHOLE, rate, run -> run.virtual().mean()).orElse(Double.NaN);
        double real = found.at(Mode.WHOLE, rate, run -> run.real().mean()).orElse(Double.NaN);
        if (virtual <= Figures.TARGET && !(Math.abs(real / virtual - 1) <= deviation)) {
            missed.add(text(
                    "at %.2f/s whole stages differ by %+.1f %% from virtual time", rate, 100 * (real / virtual - 1)));
        }
    }

    private static void ratio(
            RealFindings found,
            double rate,
            String what,
            ToDoubleFunction<LoadRun> figure,
            double least,
            List<String> missed) {
        double stream = found.at(Mode.STREAM, rate, run -> run.real().mean()).orElse(Double.NaN);
        if (stream <= Figures.TARGET) {
            found.timesStream(Mode.WHOLE, rate, figure)
                    .filter(times -> !(times >= least))
                    .ifPresent(times -> missed.add(text("at %.2f/s the %s of whole is %.2f times", rate, what, times)));
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
