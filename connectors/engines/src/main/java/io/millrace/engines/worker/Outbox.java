package io.millrace.engines.worker;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What one call has to send, sent in the order in which it was added: at once where nothing has to be waited for, else by a
 * thread that may wait for the broker, one record a turn, so that the calls of a worker take turns. Whoever adds does not
 * wait, also with locks held; an engine that is faster than the broker is held up by {@link #awaitRoom}. Safe for use by
 * several threads.
 */
final class Outbox {

    /** Most records of a call that wait before its engine is held up. */
    static final int ROOM = 64;

    private final Executor sender;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean released;

    /** @param sender runs what it is given later, on another thread */
    Outbox(Executor sender) {
        this.sender = sender;
    }

    /**
     * Has a record sent after all that was added before.
     *
     * @param offer sends it on this thread and tells so, unless that has to wait
     * @param send sends it, also where that has to wait
     */
    void add(BooleanSupplier offer, Runnable send) {
        if (!begin()) {
            addLater(send);
            return;
        }
        boolean taken = false;
        try {
            taken = offer.getAsBoolean();
        } finally {
            end(taken, send);
        }
    }

    /** Has it sent after all that was added before, on the thread that may wait. */
    synchronized void addLater(Runnable send) {
        waiting.add(send);
        if (!sending) {
            sending = true;
            sender.execute(this::sendNext);
        }
    }

    private synchronized boolean begin() {
        if (sending) {
            return false;
        }
        sending = true;
        return true;
    }

    private synchronized void end(boolean taken, Runnable send) {
        if (!taken) {
            waiting.addFirst(send);
        }
        goOn();
    }

    /** Waits while more than {@link #ROOM} wait; no longer after {@link #release} or an interrupt. */
    synchronized void awaitRoom() {
        try {
            while (waiting.size() > ROOM && !released) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds nobody up any more: whoever waits for room may hold a lock that is needed to end the call. */
    synchronized void release() {
        released = true;
        notifyAll();
    }

    private void sendNext() {
        try {
            next().run();
        } finally {
            goOn();
        }
    }

    private synchronized Runnable next() {
        notifyAll();
        return waiting.remove();
    }

    private synchronized void goOn() {
        sending = !waiting.isEmpty();
        if (sending) {
            sender.execute(this::sendNext);
        }
    }
}
