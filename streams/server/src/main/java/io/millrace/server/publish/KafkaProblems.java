package io.millrace.server.publish;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What Kafka's clients throw, as problems. */
public final class KafkaProblems {

    private KafkaProblems() {}

    public static ProblemException of(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if ((failure instanceof CompletionException || failure instanceof ExecutionException)
                && failure.getCause() != null) {
            return of(failure.getCause());
        }
        if (failure instanceof RecordTooLargeException) {
            return new ProblemException(Problem.BODY_TOO_LARGE, "the event is larger than the broker takes", failure);
        }
        if (failure instanceof org.apache.kafka.common.errors.TimeoutException || failure instanceof TimeoutException) {
            return new ProblemException(Problem.TIMEOUT, "the broker did not answer in time", failure);
        }
        if (failure instanceof KafkaException) {
            return new ProblemException(
                    Problem.KAFKA_UNAVAILABLE, "the broker or the schema registry did not take the event", failure);
        }
        return new ProblemException(Problem.INTERNAL, "publishing failed", failure);
    }

    /**
     * Waits for a producer or a writer.
     *
     * @throws ProblemException when it failed or took longer than {@code millis}
     */
    public static <T> T get(CompletableFuture<T> future, long millis) {
        try {
            return future.get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.STOPPING, "the server is stopping", e);
        } catch (ExecutionException | TimeoutException e) {
            throw of(e);
        }
    }
}
