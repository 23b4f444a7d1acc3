package io.millrace.load.hop;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What one measurement found.
 *
 * @param commitIntervalMillis of the topology
 * @param hop from an element to the work it leads to, microseconds
 * @param plain from producer to consumer, microseconds
 * @param lost messages that never arrived
 * @param skipped lines that were due while no call was open to say them
 * @param topology processor time of the stream threads for each line: an element, the call it leads to and its answer
 * @param threads what the stream threads did with their time
 * @param load the machine's load average over a minute, at the end
 */
record HopFigures(
        long commitIntervalMillis,
        Histogram hop,
        Histogram plain,
        int lost,
        int skipped,
        Duration topology,
        String threads,
        double load) {

    private static final double MICROS_A_MILLI = 1e3;
    private static final double NANOS_A_MILLI = 1e6;

    double hopMillis(double percentile) {
        return millis(hop, percentile);
    }

    double plainMillis(double percentile) {
        return millis(plain, percentile);
    }

    double ratio(double percentile) {
        return hopMillis(percentile) / plainMillis(percentile);
    }

    /** Whether everything was measured that should have been. */
    boolean whole() {
        return lost == 0 && skipped == 0 && hop.getTotalCount() > 0 && plain.getTotalCount() > 0;
    }

    double topologyMillis() {
        return topology.toNanos() / NANOS_A_MILLI;
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / MICROS_A_MILLI;
    }
}
