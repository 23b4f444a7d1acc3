package io.millrace.cli.client;

import io.millrace.cli.http.ServerEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says once, to somebody who looks at a terminal, that a command has not hung but waits. For one thread; the notice is written
 * by a thread of its own.
 */
final class WaitingNotice implements AutoCloseable {

    /** Longer than events that are there take to come. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Duration patience;
    private final Runnable notice;
    private final ScheduledExecutorService timer;
    private volatile boolean given;

    /** @param notice called at most once */
    WaitingNotice(Duration patience, Runnable notice) {
        this.patience = patience;
        this.notice = notice;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "waiting-notice");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Gives the notice only at a terminal: scripts know what they wait for. */
    static WaitingNotice on(PrintWriter err) {
        var notice = new WaitingNotice(PATIENCE, () -> {
            err.println("waiting for more; Ctrl-C ends it");
            err.flush();
        });
        notice.given = System.console() == null;
        return notice;
    }

    /** Waits for an event. */
    Optional<ServerEvent> during(Wait wait) throws IOException {
        if (given) {
            return wait.next();
        }
        var timeout = timer.schedule(this::give, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return wait.next();
        } finally {
            timeout.cancel(false);
        }
    }

    private void give() {
        given = true;
        notice.run();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Something that takes as long as it takes. */
    @FunctionalInterface
    interface Wait {
        Optional<ServerEvent> next() throws IOException;
    }
}
