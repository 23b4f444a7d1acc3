package io.millrace.load.headline.real;

import io.millrace.core.app.StreamsApp;
import io.millrace.core.settings.CoreSettings;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.Questions;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.KafkaException;

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
        Workers workers = null;
        try {
            tokens.start();
            tokens.awaitRunning(START);
            workers = Workers.start(cluster, core, Workers.Staff.simulated(core.raw()));
            var front = new FrontDoor(core);
            Arrays.stream(Mode.values()).forEach(front::publish);
            return new RealSystem(tokens, workers, front);
        } catch (KafkaException | IllegalStateException e) {
            if (workers != null) {
                workers.close();
            }
            tokens.close();
            throw e;
        }
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
