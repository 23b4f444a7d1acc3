package io.millrace.load.cancel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What was found, of the requests that count. For one thread. */
final class CancelFigures {

    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;
    private static final double MICROS_A_MILLI = 1e3;

    /** Since when the time to the abort counts. */
    enum Since {
        /** The client sent the cancel. */
        SENT,
        /** The client had the answer that it is accepted; an abort before that counts as 0. */
        ACKNOWLEDGED
    }

    /** What must not happen. */
    enum Fault {
        /** A request did not begin, was not accepted as cancelled or one of its calls was not aborted. */
        NOT_ABORTED,
        /** A call was aborted that nobody had cancelled. */
        WRONGLY_ABORTED,
        /** A request did not end as it should. */
        WRONG_END
    }

    private final Map<Cancel, Map<Since, Histogram>> micros = new HashMap<>();
    private final Map<Fault, List<String>> faults = new EnumMap<>(Fault.class);

    /** A call was aborted; in {@link System#nanoTime()}. */
    void aborted(Cancel cancel, Trial.Acknowledged acknowledged, long at) {
        record(cancel, Since.SENT, at - acknowledged.sent());
        record(cancel, Since.ACKNOWLEDGED, at - acknowledged.at());
    }

    /** @param why in words, for whoever looks for the cause */
    void fault(Fault fault, String why) {
        faults.computeIfAbsent(fault, key -> new ArrayList<>()).add(why);
    }

    /** Why, once for each time. */
    List<String> faults(Fault fault) {
        return faults.getOrDefault(fault, List.of());
    }

    /** Calls of this kind that were aborted. */
    long count(Cancel cancel) {
        return histogram(cancel, Since.SENT).getTotalCount();
    }

    double millis(Cancel cancel, Since since, double percentile) {
        return histogram(cancel, since).getValueAtPercentile(percentile) / MICROS_A_MILLI;
    }

    /** Of all cancels before the first token, or while writing. */
    double millis(boolean beforeFirstToken, double percentile) {
        var all = new Histogram(HIGHEST_MICROS, DIGITS);
        Cancel.ALL.stream()
                .filter(cancel -> cancel.beforeFirstToken() == beforeFirstToken)
                .forEach(cancel -> all.add(histogram(cancel, Since.ACKNOWLEDGED)));
        return all.getValueAtPercentile(percentile) / MICROS_A_MILLI;
    }

    private void record(Cancel cancel, Since since, long nanos) {
        long found = TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos));
        histogram(cancel, since).recordValue(Math.min(HIGHEST_MICROS, found));
    }

    private Histogram histogram(Cancel cancel, Since since) {
        return micros.computeIfAbsent(cancel, key -> new EnumMap<>(Since.class))
                .computeIfAbsent(since, key -> new Histogram(HIGHEST_MICROS, DIGITS));
    }
}
