package io.millrace.core.app;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** State of an application and what is said about it. Changes only forwards once it failed or closes. Thread-safe. */
final class AppStatus {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private AppState state = AppState.CREATED;
    private boolean started;
    private String reason = "not started";

    AppState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    Health health() {
        lock.lock();
        try {
            return new Health(
                    state != AppState.ERROR && state != AppState.CLOSED, state == AppState.RUNNING, started, reason);
        } finally {
            lock.unlock();
        }
    }

    /** Whether this is the first start. */
    boolean startOnce() {
        return move(AppState.STARTING, "starting", AppState.CREATED);
    }

    void starting(String why) {
        move(AppState.STARTING, why, AppState.STARTING, AppState.REBALANCING, AppState.RUNNING);
    }

    void rebalancing() {
        move(AppState.REBALANCING, "partitions move or stores are restored", AppState.STARTING, AppState.RUNNING);
    }

    void running() {
        lock.lock();
        try {
            if (move(AppState.RUNNING, "running", AppState.STARTING, AppState.REBALANCING)) {
                started = true;
            }
        } finally {
            lock.unlock();
        }
    }

    void failed(Throwable failure) {
        move(
                AppState.ERROR,
                "stopped by a bug: " + root(failure),
                AppState.STARTING,
                AppState.REBALANCING,
                AppState.RUNNING);
    }

    /** Whether this is the first close. */
    boolean close() {
        return move(
                AppState.CLOSING,
                "closing",
                AppState.CREATED,
                AppState.STARTING,
                AppState.REBALANCING,
                AppState.RUNNING,
                AppState.ERROR);
    }

    void closed() {
        move(AppState.CLOSED, "closed", AppState.CLOSING);
    }

    /** Waits for a state, or for one after which it never comes, or for the end of the time. */
    void await(AppState wanted, Duration limit) {
        var left = limit.toNanos();
        lock.lock();
        try {
            while (state != wanted && state.compareTo(AppState.CLOSING) < 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean move(AppState to, String why, AppState... from) {
        lock.lock();
        try {
            for (var allowed : from) {
                if (state == allowed) {
                    state = to;
                    reason = why;
                    changed.signalAll();
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The cause of all; Kafka Streams wraps it in several layers. */
    static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
