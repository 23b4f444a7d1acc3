package io.millrace.server.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int EVENTS = 1_000;

    private final AtomicLong now = new AtomicLong();
    private final List<Integer> tried = new ArrayList<>();

    @Test
    void shouldTakeOrRefuseEachEventOnItsOwn() {
        var outcomes = publish(
                event -> {
                    if (event == 1) {
                        throw Problem.INVALID_EVENT.because("it does not fit");
                    }
                    return event == 2 ? failed(Problem.BODY_TOO_LARGE) : published(event);
                },
                4);

        assertThat(tried).containsExactly(0, 1, 2, 3);
        assertThat(outcomes).containsExactly("0", "INVALID_EVENT", "BODY_TOO_LARGE", "3");
    }

    @Test
    void shouldSendNothingMoreWhereTheBrokerIsAway() {
        var outcomes = publish(event -> event == 1 ? failed(Problem.TIMEOUT) : published(event), EVENTS);

        assertThat(tried).containsExactly(0, 1);
        assertThat(outcomes).hasSize(EVENTS).startsWith("0", "TIMEOUT", "TIMEOUT");
        assertThat(outcomes.subList(1, EVENTS)).containsOnly("TIMEOUT");
    }

    @Test
    void shouldSendNothingMoreWhereTheRegistryIsAway() {
        var outcomes = publish(
                event -> {
                    throw Problem.KAFKA_UNAVAILABLE.because("the registry is away");
                },
                EVENTS);

        assertThat(tried).containsExactly(0);
        assertThat(outcomes).hasSize(EVENTS).containsOnly("KAFKA_UNAVAILABLE");
    }

    @Test
    void shouldSendNothingMoreAfterTheDeadline() {
        var outcomes = publish(
                event -> {
                    now.addAndGet(TIMEOUT.dividedBy(2).toNanos());
                    return published(event);
                },
                EVENTS);

        assertThat(tried).containsExactly(0, 1);
        assertThat(outcomes).startsWith("0", "1", "TIMEOUT");
        assertThat(outcomes.subList(2, EVENTS)).containsOnly("TIMEOUT");
    }

    @Test
    void shouldWaitForAllTogetherNoLongerThanForOne() {
        // When
        var began = System.nanoTime();
        var batch = new Batch(event -> new CompletableFuture<>(), Duration.ofMillis(200), System::nanoTime);
        var outcomes = batch.publish(EVENTS);

        // Then
        assertThat(outcomes).hasSize(EVENTS).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(30);
    }

    private List<String> publish(IntFunction<CompletableFuture<Published>> sender, int events) {
        var batch = new Batch(
                event -> {
                    tried.add(event);
                    return sender.apply(event);
                },
                TIMEOUT,
                now::get);
        return batch.publish(events).stream().map(BatchTest::outcome).toList();
    }

    /** The offset or the problem. */
    private static String outcome(CompletableFuture<Published> done) {
        try {
            return Long.toString(KafkaProblems.get(done, 0).offset());
        } catch (ProblemException e) {
            return e.problem().name();
        }
    }

    private static CompletableFuture<Published> published(int event) {
        return CompletableFuture.completedFuture(new Published("topic", 0, event, false));
    }

    private static CompletableFuture<Published> failed(Problem problem) {
        return CompletableFuture.failedFuture(problem.because("so it is"));
    }
}
