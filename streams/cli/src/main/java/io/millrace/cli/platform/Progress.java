package io.millrace.cli.platform;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Shows what is being done and how long it took, one line a step. For one thread. */
public final class Progress {

    /** Something that takes a while. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;
    private final long began = System.nanoTime();

    public Progress(PrintWriter out) {
        this.out = out;
    }

    /** Does {@code step}, which {@code what} names. */
    public <T> T step(String what, Callable<T> step) throws Exception {
        out.print("  " + what + " ... ");
        out.flush();
        var begin = System.nanoTime();
        var outcome = "failed";
        try {
            var result = step.call();
            outcome = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / NANOS_PER_SECOND);
            return result;
        } finally {
            out.println(outcome);
        }
    }

    /** Does {@code step}, which {@code what} names. */
    public void run(String what, Step step) throws Exception {
        step(what, () -> {
            step.run();
            return what;
        });
    }

    public double secondsSoFar() {
        return (System.nanoTime() - began) / NANOS_PER_SECOND;
    }
}
