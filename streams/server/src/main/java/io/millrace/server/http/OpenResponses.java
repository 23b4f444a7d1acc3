package io.millrace.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The responses that are being written: notices clients that went away, keeps idle streams alive, ends all when the
 * server stops, and bounds how many there are. Safe for use by several threads.
 */
public final class OpenResponses {

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private record Entry(AsyncResponse response, Runnable heartbeat, Consumer<String> stop) {}

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
    private final int most;
    private volatile boolean stopping;

    /** @param most responses open at once */
    public OpenResponses(int most) {
        this.most = most;
    }

    /** Begins looking after them. */
    public void start(ScheduledExecutorService timer, Duration heartbeat) {
        every(
                timer,
                LOOK_INTERVAL,
                () -> entries.forEach(entry -> entry.response().isAbandoned()));
        every(timer, heartbeat, () -> entries.forEach(entry -> entry.heartbeat().run()));
    }

    private static void every(ScheduledExecutorService timer, Duration interval, Runnable task) {
        var unused =
                timer.scheduleWithFixedDelay(task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether one more may be opened. */
    public boolean hasRoom() {
        return !stopping && entries.size() < most;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** How many are open. */
    public int size() {
        return entries.size();
    }

    /**
     * Looks after a response until it is over.
     *
     * @param heartbeat run regularly while it is open; may do nothing
     * @param stop ends the response in its own protocol, given the reason
     */
    public void add(AsyncResponse response, Runnable heartbeat, Consumer<String> stop) {
        var entry = new Entry(response, heartbeat, stop);
        entries.add(entry);
        response.whenOver(() -> entries.remove(entry));
        if (stopping) {
            stop.accept("the server is stopping");
        }
    }

    /** Refuses new ones; those that are open go on. */
    public void refuseNew() {
        stopping = true;
    }

    /** Waits until none is open, at most for {@code limit}. */
    public void awaitNone(Duration limit) {
        var all = entries.stream().map(entry -> entry.response().done()).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Those that are left are ended by the caller.
        }
    }

    /** Ends those that are still open. */
    public void endAll() {
        entries.forEach(entry -> entry.stop().accept("the server is stopping"));
    }
}
