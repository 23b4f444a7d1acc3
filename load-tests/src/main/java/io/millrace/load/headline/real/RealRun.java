package io.millrace.load.headline.real;

import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.LoadRun;

/**
 * One mode under one load.
 *
 * @param real on Kafka
 * @param virtual the same requests in virtual time
 * @param perRequest processor seconds of each part for each request
 */
record RealRun(Mode mode, LoadRun real, VirtualRun virtual, Processors perRequest) {

    double rate() {
        return real.plan().rate();
    }

    /** Share by which the mean is longer than in virtual time; negative where it is shorter. */
    double deviation() {
        return real.mean() / virtual.mean() - 1;
    }
}
