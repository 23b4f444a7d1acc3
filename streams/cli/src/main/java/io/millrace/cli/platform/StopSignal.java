package io.millrace.cli.platform;

import java.util.concurrent.CountDownLatch;

/**
 * Ends this process in order when it is told to stop (SIGTERM, Ctrl-C): what was started is closed. A process that was
 * serving then exits with status 0, one that was still starting with the number of the signal. Closed again when the
 * command ends by itself.
 */
final class StopSignal implements AutoCloseable {

    private final Parts parts;
    private final Thread hook = new Thread(this::stop, "millrace-stop");
    private volatile boolean serving;

    private StopSignal(Parts parts) {
        this.parts = parts;
    }

    static StopSignal closing(Parts parts) {
        var signal = new StopSignal(parts);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Waits until the process ends. */
    void await() throws InterruptedException {
        serving = true;
        new CountDownLatch(1).await();
    }

    /** Halting cuts off other hooks, which have nothing to do any more once the parts of a started process are closed. */
    private void stop() {
        try {
            parts.close();
        } finally {
            if (serving) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal has come: the hook closes everything and ends the process.
            return;
        }
    }
}
