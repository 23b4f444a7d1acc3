package io.millrace.cli.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, closed in the opposite order. One that fails to close does not keep the others open. Any thread may
 * close it; it happens once.
 */
public final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private record Part(String name, AutoCloseable part) {}

    private final Deque<Part> started = new ArrayDeque<>();
    private boolean closed;

    /** Takes over the closing of {@code part}, which is closed at once when all others are closed already. */
    public synchronized <T extends AutoCloseable> T add(String name, T part) {
        if (closed) {
            close(new Part(name, part));
            throw new IllegalStateException(name + " was started while the platform was being stopped");
        }
        started.push(new Part(name, part));
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            close(started.pop());
        }
    }

    private static void close(Part part) {
        try {
            part.part().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("interrupted while closing {}", part.name());
        } catch (Exception e) {
            LOG.warn("closing {} failed", part.name(), e);
        }
    }
}
