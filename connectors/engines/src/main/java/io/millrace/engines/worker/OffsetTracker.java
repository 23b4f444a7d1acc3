package io.millrace.engines.worker;

import java.util.TreeSet;

/**
 * How far a lane may be committed: to the first piece of work that has not ended. Offsets may have gaps, since
 * transactions leave markers on the log. Not safe for use by several threads.
 */
final class OffsetTracker {

    private final TreeSet<Long> open = new TreeSet<>();
    private long next = -1;

    /**
     * The record was read.
     *
     * @throws IllegalArgumentException when an offset does not rise, since then a commit could skip work
     */
    void begin(long offset) {
        if (offset < next) {
            throw new IllegalArgumentException("offset " + offset + " comes after " + (next - 1));
        }
        open.add(offset);
        next = offset + 1;
    }

    /** The work of the record has ended and all it emitted is on the log. */
    void end(long offset) {
        open.remove(offset);
    }

    /** Offset to commit: all before it has ended; -1 when nothing was read. */
    long position() {
        return open.isEmpty() ? next : open.first();
    }

    /** Number of records read and not ended. */
    int pending() {
        return open.size();
    }
}
