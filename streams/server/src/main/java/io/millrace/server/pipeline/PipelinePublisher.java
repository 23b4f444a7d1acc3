package io.millrace.server.pipeline;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.queries.Problem;
import io.millrace.server.pipeline.PlanCheck.CheckedPlan;
import io.millrace.server.publish.EventEncoder;
import io.millrace.server.publish.EventWriter;
import io.millrace.server.publish.KafkaProblems;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes versions of pipelines and waits until they can be asked. One at a time: the next version is one above the
 * one that the directory shows.
 */
public final class PipelinePublisher {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final PipelineDirectory directory;
    private final EventEncoder encoder;
    private final EventWriter writer;
    private final Clock clock;
    private final Duration timeout;

    /** @param timeout for the broker to take a version, and for the directory to show it */
    public PipelinePublisher(
            PipelineDirectory directory, EventEncoder encoder, EventWriter writer, Clock clock, Duration timeout) {
        this.directory = directory;
        this.encoder = encoder;
        this.writer = writer;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * Makes the definition the current version; returns the version there is already when it is the same.
     *
     * @throws io.millrace.queries.ProblemException TIMEOUT when it was published but is not shown in time
     */
    public synchronized Plan publish(CheckedPlan checked) {
        var before = directory.find(checked.name());
        if (before.isPresent() && before.get().getDigest().equals(checked.digest())) {
            return before.get();
        }
        int version = before.map(plan -> plan.getVersion() + 1).orElseGet(() -> firstFree(checked.name()));
        var plan = new Plan(checked.name(), version, checked.digest(), checked.canonicalJson(), clock.millis());
        // The version comes first: whoever sees it as the current one finds it under its number too.
        write(checked.name() + "|" + version, plan);
        write(checked.name(), plan);
        await(() -> directory
                .find(checked.name())
                .filter(now -> now.getVersion() >= version)
                .isPresent());
        return plan;
    }

    /** Takes the pipeline away; requests that run on it go on, and its versions stay on the log. */
    public synchronized void delete(Plan plan) {
        write(plan.getPipeline(), null);
        await(() -> directory.find(plan.getPipeline()).isEmpty());
    }

    /** A pipeline that was deleted goes on counting. */
    private int firstFree(String name) {
        int version = 1;
        while (directory.find(name, version).isPresent()) {
            version++;
        }
        return version;
    }

    private void write(String key, @Nullable Plan plan) {
        KafkaProblems.get(writer.write(encoder.encode(TokensTopics.PLANS, key, plan)), timeout.toMillis());
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
