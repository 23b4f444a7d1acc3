package io.millrace.load.hop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * When numbered messages were due and how long each took. Time counts from when a message was due, not from when it could
 * be sent, so that a stall delays all that was due in it (no coordinated omission). Safe for use by several threads.
 */
final class Marks {

    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;

    private final int warmUp;
    private final AtomicLongArray due;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Histogram micros = new SynchronizedHistogram(HIGHEST_MICROS, DIGITS);

    /** @param warmUp number of the first message that counts */
    Marks(int messages, int warmUp) {
        this.due = new AtomicLongArray(messages);
        this.warmUp = warmUp;
    }

    int warmUp() {
        return warmUp;
    }

    /** @param nanos of {@link System#nanoTime()} */
    void due(int number, long nanos) {
        outstanding.incrementAndGet();
        due.set(number, nanos == 0 ? 1 : nanos);
    }

    /** The message is there; repeats of it are ignored. */
    void arrived(int number, long nanos) {
        long since = due.getAndSet(number, 0);
        if (since == 0) {
            return;
        }
        if (number >= warmUp) {
            micros.recordValue(Math.min(HIGHEST_MICROS, TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos - since))));
        }
        outstanding.decrementAndGet();
    }

    /** How many were due and have not arrived. */
    int outstanding() {
        return outstanding.get();
    }

    /** Of those after the warm-up, microseconds. */
    Histogram micros() {
        return micros.copy();
    }
}
