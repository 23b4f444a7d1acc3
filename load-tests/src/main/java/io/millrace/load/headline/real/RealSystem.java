package io.millrace.load.headline.real;

import io.millrace.core.app.StreamsApp;
import io.millrace.core.settings.CoreSettings;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.Questions;
import java.time.Duration;
import java.util.Arrays;

/** Token streams, workers and a front door as they are shipped, in this process. */
final class RealSystem implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);

    private final StreamsApp tokens;
    private final Workers workers;
    private final FrontDoor front;

    private RealSystem(StreamsApp tokens, Workers workers, FrontDoor front) {
        this.tokens = tokens;
        this.workers = workers;
        this.front = front;
    }

    /** Returns once requests can be asked. */
    static RealSystem start(BenchCluster cluster, CoreSettings core) throws InterruptedException {
        var tokens = cluster.tokens(core);
        tokens.start();
        tokens.awaitRunning(START);
        var system = new RealSystem(tokens, Workers.start(cluster, core), new FrontDoor(core));
        Arrays.stream(Mode.values()).forEach(system.front::publish);
        return system;
    }

    /** Where a new run asks its questions. */
    Questions questions(Mode mode) {
        var run = mode.id().charAt(0) + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        return (number, answer, progress) -> front.ask(mode, run + '-' + number, answer, progress);
    }

    @Override
    public void close() {
        front.close();
        workers.close();
        tokens.close();
    }
}
