package io.millrace.load.headline;

/** The verdicts of one request; tells of the last one. */
final class Verdicts {

    private final VirtualTime time;
    private final double start;
    private final Listener listener;
    private int left;
    private double first;

    /** @param claims of the request, one verdict each */
    Verdicts(VirtualTime time, int claims, Listener listener) {
        this.time = time;
        this.start = time.now();
        this.left = claims;
        this.first = Double.NaN;
        this.listener = listener;
    }

    void reached() {
        left--;
        if (Double.isNaN(first)) {
            first = time.now();
        }
        if (left == 0) {
            listener.ended(start, time.now() - start, first - start);
        }
    }

    /** Hears of requests that have ended; all in seconds. */
    @FunctionalInterface
    interface Listener {

        void ended(double start, double latency, double firstVerdict);
    }
}
