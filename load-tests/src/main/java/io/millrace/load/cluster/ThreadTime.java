package io.millrace.load.cluster;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/** Processor time of threads of this process: what a noisy machine changes least. */
public final class ThreadTime {

    private ThreadTime() {}

    /** Of all live threads with {@code part} in their name, since they began. */
    public static Duration of(String part) {
        var threads = ManagementFactory.getThreadMXBean();
        long nanos = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().contains(part))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
        return Duration.ofNanos(nanos);
    }
}
