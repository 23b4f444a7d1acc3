package io.millrace.core.app;

/** Where an application stands in its life. */
public enum AppState {
    /** Made, not started. */
    CREATED,
    /** Starting, or starting again after an outage that ended its client. */
    STARTING,
    /** Partitions are being assigned or stores restored. */
    REBALANCING,
    /** All its partitions are processed. */
    RUNNING,
    /** Closing. */
    CLOSING,
    /** Stopped by a bug: look at the log, mend it, start the process again. */
    ERROR,
    /** Closed. */
    CLOSED
}
