package io.millrace.load.retrieval;

import java.util.Arrays;

/** Area under the ROC curve: the chance that a positive scores above a negative, ties counting half (Mann-Whitney). */
final class RocArea {

    private RocArea() {}

    static double of(double[] positives, double[] negatives) {
        var sorted = negatives.clone();
        Arrays.sort(sorted);
        double wins = 0;
        for (double positive : positives) {
            wins += (below(sorted, positive, false) + below(sorted, positive, true)) / 2.0;
        }
        return wins / ((double) positives.length * negatives.length);
    }

    /** How many of the sorted values are less than {@code limit}, or at most it. */
    private static int below(double[] sorted, double limit, boolean inclusive) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < limit || (inclusive && sorted[middle] == limit)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
