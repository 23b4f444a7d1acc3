package io.millrace.cli.platform;

import java.util.concurrent.CountDownLatch;

/**
 * Ends this process in order when it is told to stop (SIGTERM, Ctrl-C): what was started is closed, then the exit status
 * is 0. Closed again when the command ends by itself.
 */
final class StopSignal implements AutoCloseable {

    private final Thread hook;

    private StopSignal(Thread hook) {
        this.hook = hook;
    }

    static StopSignal closing(Parts parts) {
        var hook = new Thread(
                () -> {
                    parts.close();
                    // The JVM would end with the number of the signal, as if it had failed.
                    Runtime.getRuntime().halt(0);
                },
                "millrace-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new StopSignal(hook);
    }

    /** Waits until the process ends. */
    void await() throws InterruptedException {
        new CountDownLatch(1).await();
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
