package io.millrace.engines.worker;

import java.util.ArrayDeque;

/**
 * One ownership of a partition of the pool's topic, from assignment to revocation; when the partition comes back it is
 * another object, so that what belongs to the older one cannot touch it. All but the number is guarded by {@link Lanes}.
 */
final class Lane {

    final int number;
    final ArrayDeque<QueuedCall> waiting = new ArrayDeque<>();
    final OffsetTracker offsets = new OffsetTracker();
    boolean owned = true;

    Lane(int number) {
        this.number = number;
    }
}
