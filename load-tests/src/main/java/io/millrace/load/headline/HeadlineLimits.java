package io.millrace.load.headline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What has to hold in virtual time.
 *
 * @param deviation most that a mean may differ from the reference's, as a share
 * @param streamCapacity least requests a second of streaming at a mean within the target
 * @param gain least gain over {@link Mode#WHOLE}
 * @param mostGain a larger one means that the model of {@link Mode#WHOLE} is too slow
 * @param firstVerdict least ratio of the times to the first verdict, at every rate
 * @param p99 the same of the 99th percentile
 */
record HeadlineLimits(
        double deviation, double streamCapacity, double gain, double mostGain, double firstVerdict, double p99) {

    static HeadlineLimits of(boolean smoke) {
        return smoke
                ? new HeadlineLimits(0.10, 4.5, 2.0, 6.0, 1.4, 1.25)
                : new HeadlineLimits(0.03, 5.0, 3.0, 4.0, 1.5, 1.4);
    }

    /** What does not hold, one sentence each. */
    List<String> missedBy(Findings found) {
        var missed = new ArrayList<String>();
        for (var check : found.checks()) {
            if (Math.abs(check.deviation()) > deviation) {
                missed.add(text(
                        "mean of %s at %.0f/s is %+.1f %% from the reference",
                        check.reference().mode().id(), check.reference().rate(), 100 * check.deviation()));
            }
        }
        double stream = found.of(Mode.STREAM).mean().onCurves().estimate();
        if (!(stream >= streamCapacity)) {
            missed.add(text("stream serves %.2f requests a second", stream));
        }
        double gained = found.gainOver(Mode.WHOLE).estimate();
        if (!(gained >= gain && gained <= mostGain)) {
            missed.add(text("stream serves %.2f times what whole serves", gained));
        }
        for (var ratio : found.ratios()) {
            if (!(ratio.firstVerdict().estimate() >= firstVerdict && ratio.p99().estimate() >= p99)) {
                missed.add(text(
                        "at %.0f/s %s over stream is %.2f to the first verdict and %.2f at p99",
                        ratio.rate(),
                        ratio.mode().id(),
                        ratio.firstVerdict().estimate(),
                        ratio.p99().estimate()));
            }
        }
        return missed;
    }

    String inWords() {
        return text(
                "each mean within %.0f %% of the reference, stream >= %.1f requests a second at a mean <= 4 s, %.1f to %.1f times"
                        + " whole, first verdict >= %.1f times sooner and p99 >= %.2f times lower at each rate",
                100 * deviation, streamCapacity, gain, mostGain, firstVerdict, p99);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
