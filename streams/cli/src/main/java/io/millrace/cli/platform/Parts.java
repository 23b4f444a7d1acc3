package io.millrace.cli.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What was started, closed in the opposite order. One that fails to close does not keep the others open. Any thread may
 * close it; it happens once.
 */
final class Parts implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes over the closing of {@code part}.
     *
     * @return {@code part}
     * @throws IllegalStateException when all others are closed already; {@code part} then is, too
     */
    synchronized <T> T add(T part, Consumer<? super T> closing) {
        if (closed) {
            closing.accept(part);
            throw new IllegalStateException("the platform is being stopped");
        }
        closings.push(() -> closing.accept(part));
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        var last = closings.poll();
        if (last != null) {
            try {
                last.run();
            } finally {
                close();
            }
        }
    }
}
