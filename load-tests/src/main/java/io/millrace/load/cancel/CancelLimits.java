package io.millrace.load.cancel;

import io.millrace.load.cancel.CancelFigures.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is promised.
 *
 * @param p99 most milliseconds from an acknowledged cancel to the abort
 */
record CancelLimits(double p99) {

    private static final CancelLimits PROMISED = new CancelLimits(100);

    /** A few requests on a machine that builds and tests meanwhile say only whether something is badly wrong. */
    private static final CancelLimits SMOKE = new CancelLimits(1_000);

    static CancelLimits of(boolean smoke) {
        return smoke ? SMOKE : PROMISED;
    }

    /** What does not hold, one sentence each. */
    List<String> missedBy(CancelFigures figures) {
        var missed = new ArrayList<String>();
        for (var beforeFirstToken : List.of(true, false)) {
            double found = figures.millis(beforeFirstToken, 99);
            if (!(found <= p99)) {
                missed.add(String.format(
                        Locale.ROOT,
                        "%s the 99th percentile is %.1f ms",
                        beforeFirstToken ? "before the first token" : "while writing",
                        found));
            }
        }
        Cancel.ALL.stream()
                .filter(cancel -> figures.count(cancel) == 0)
                .forEach(cancel -> missed.add("nothing was aborted of " + cancel.inWords()));
        add(missed, figures.faults(Fault.NOT_ABORTED), "requests were not aborted");
        add(missed, figures.faults(Fault.WRONGLY_ABORTED), "calls were aborted that nobody had cancelled");
        add(missed, figures.faults(Fault.WRONG_END), "requests did not end as they should");
        return missed;
    }

    String inWords() {
        var words = String.format(
                Locale.ROOT,
                "p99 <= %.0f ms from the acknowledged cancel to the abort, before the first token and while writing; nothing else"
                        + " is aborted",
                p99);
        return equals(PROMISED) ? words : words + " (smoke run: no proof)";
    }

    private static void add(List<String> missed, List<String> faults, String what) {
        if (!faults.isEmpty()) {
            missed.add(faults.size() + " " + what + ", the first: " + faults.get(0));
        }
    }
}
