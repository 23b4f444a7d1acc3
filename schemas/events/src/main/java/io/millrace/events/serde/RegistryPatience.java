package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a call to the schema registry is tried again before it fails.
 *
 * <p>Stream threads wait inside their poll budget: {@code budget} must stay below {@code max.poll.interval.ms}. Safe for
 * use by several threads; {@link #giveUp()} releases all that wait.
 */
public final class RegistryPatience {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);

    private final Duration budget;
    private final Duration firstPause;
    private final Duration longestPause;
    private final CountDownLatch givenUp = new CountDownLatch(1);

    /**
     * @param budget how long one call is tried in all; zero tries once
     * @param firstPause pause after the first failure, doubled after each further one
     * @param longestPause upper bound of a pause
     */
    public RegistryPatience(Duration budget, Duration firstPause, Duration longestPause) {
        if (budget.isNegative() || firstPause.isNegative() || firstPause.isZero()) {
            throw new IllegalArgumentException(
                    "budget must be >= 0 and the first pause > 0, were " + budget + " and " + firstPause);
        }
        this.budget = budget;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
    }

    /** One try and no more: for callers that report the failure themselves. */
    public static RegistryPatience none() {
        return new RegistryPatience(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1));
    }

    /** Ends all waiting, now and later: the process is closing. */
    public void giveUp() {
        givenUp.countDown();
    }

    /**
     * Calls until it succeeds.
     *
     * @param what what is asked of the registry, for messages
     * @throws RegistryUnavailableException when the budget is used up or {@link #giveUp()} was called
     * @throws RestClientException when the registry answers that the question itself is wrong (4xx other than time-out,
     *     throttling or missing rights)
     */
    public <T> T call(String what, RegistryCall<T> call) throws RestClientException {
        var deadline = System.nanoTime() + budget.toNanos();
        var pause = firstPause;
        while (true) {
            try {
                return call.run();
            } catch (IOException e) {
                pause(what, e, pause, deadline);
            } catch (RestClientException e) {
                if (!isOutage(e)) {
                    throw e;
                }
                pause(what, e, pause, deadline);
            }
            pause = pause.multipliedBy(2).compareTo(longestPause) > 0 ? longestPause : pause.multipliedBy(2);
        }
    }

    private void pause(String what, Throwable failure, Duration pause, long deadline) {
        var left = deadline - System.nanoTime();
        if (left <= 0 || givenUp.getCount() == 0) {
            throw new RegistryUnavailableException("schema registry not available to " + what, failure);
        }
        LOG.warn("schema registry not available, waiting; error={}", failure.toString());
        try {
            givenUp.await(Math.min(left, pause.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while waiting for the registry to " + what, failure);
        }
    }

    /** Whether the answer says something about the registry rather than about what was asked. */
    static boolean isOutage(RestClientException e) {
        var status = e.getStatus();
        return status >= 500 || status == 401 || status == 403 || status == 408 || status == 429;
    }

    /** Whether a failure of Confluent's serdes came from the way to the registry rather than from a record. */
    static boolean isOutage(KafkaException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof SocketException
                    || cause instanceof InterruptedIOException
                    || cause instanceof UnknownHostException
                    || (cause instanceof RestClientException answer && isOutage(answer))) {
                return true;
            }
        }
        return false;
    }

    /** One request to the registry. */
    @FunctionalInterface
    public interface RegistryCall<T> {
        T run() throws IOException, RestClientException;
    }
}
