package io.millrace.server.pipeline;

import io.millrace.queries.Problem;
import io.millrace.server.pipeline.PlanCheck.CheckedPlan;
import io.millrace.server.pipeline.PlanLog.PublishedPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Publishes versions of pipelines and waits until they can be asked here. Safe for use by several threads. */
public final class PipelinePublisher {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final PipelineDirectory directory;
    private final PlanLog log;
    private final Clock clock;
    private final Duration timeout;

    /** @param timeout for the directory to show a version that is on the log */
    public PipelinePublisher(PipelineDirectory directory, PlanLog log, Clock clock, Duration timeout) {
        this.directory = directory;
        this.log = log;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * Makes the definition the current version; returns the version there is already when it is the same.
     *
     * @throws io.millrace.queries.ProblemException TIMEOUT when it was published but is not shown in time
     */
    public PublishedPlan publish(CheckedPlan checked) {
        var published = log.publish(checked, clock.millis());
        int version = published.plan().getVersion();
        await(() -> directory.find(checked.name(), version).isPresent()
                && directory
                        .find(checked.name())
                        .filter(now -> now.getVersion() >= version)
                        .isPresent());
        return published;
    }

    /** Takes the pipeline away; requests that run on it go on, and its versions stay on the log. */
    public void delete(String name) {
        log.delete(name);
        await(() -> directory.find(name).isEmpty());
    }

    private void await(BooleanSupplier shown) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!shown.getAsBoolean()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw Problem.TIMEOUT.because("the change was published but is not in force yet; look again shortly");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
