package io.millrace.load.headline;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Runs trials on all cores and remembers them. Safe for use by several threads. */
public final class Lab implements AutoCloseable {

    private final Trial trial;
    private final PrintWriter progress;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final Map<Run, Figures> known = new ConcurrentHashMap<>();

    /** @param progress hears of each piece of work that is done */
    public Lab(Trial trial, PrintWriter progress) {
        this.trial = trial;
        this.progress = progress;
    }

    Figures figures(Experiment experiment, long seed) {
        return known.computeIfAbsent(new Run(experiment, seed), run -> trial.run(run.experiment, run.seed));
    }

    /** One figure of each seed. */
    double[] each(Experiment experiment, long[] seeds, ToDoubleFunction<Figures> figure) {
        return LongStream.of(seeds)
                .mapToDouble(seed -> figure.applyAsDouble(figures(experiment, seed)))
                .toArray();
    }

    /** Mean of one figure over the seeds. */
    public double mean(Experiment experiment, long[] seeds, ToDoubleFunction<Figures> figure) {
        return LongStream.of(seeds)
                .mapToDouble(seed -> figure.applyAsDouble(figures(experiment, seed)))
                .average()
                .orElseThrow();
    }

    /**
     * Does the same with each of many things, several at once.
     *
     * @param what names one of them in the progress
     * @return results in the order of {@code things}
     */
    public <A, B> List<B> all(String what, List<A> things, Function<? super A, ? extends B> work)
            throws InterruptedException {
        var tasks = new ArrayList<Callable<B>>();
        for (var thing : things) {
            tasks.add(() -> {
                B result = work.apply(thing);
                progress.printf("%s: %s%n", what, thing);
                progress.flush();
                return result;
            });
        }
        var results = new ArrayList<B>();
        for (var future : threads.invokeAll(tasks)) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(what + " failed", e.getCause());
            }
        }
        return results;
    }

    /** Trials so far. */
    int runs() {
        return known.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private record Run(Experiment experiment, long seed) {}
}
