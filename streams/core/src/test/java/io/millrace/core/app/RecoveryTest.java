package io.millrace.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Duration QUIET = Duration.ofMillis(200);
    private static final Map<String, ThreadCounts> BEFORE =
            Map.of("one", new ThreadCounts(10, 5), "two", new ThreadCounts(20, 8));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final Recovery recovery = new Recovery(QUIET, clock);

    @Test
    void shouldAskForNoProofWithoutAnOutage() {
        recovery.running(Map.of());

        assertThat(isOver(10, 5, 20, 8)).isTrue();
    }

    @Test
    void shouldNotBeOverBeforeTheClientRunsAgain() {
        recovery.outage();
        pass(Duration.ofDays(1));

        assertThat(isOver(11, 6, 21, 9)).isFalse();
    }

    @Test
    void shouldNotBeOverBeforeWhatIsProcessedIsCommitted() {
        outageUntilRunning();
        pass(Duration.ofDays(1));

        assertThat(isOver(11, 5, 20, 8)).isFalse();
        assertThat(isOver(12, 6, 20, 8)).isTrue();
    }

    @Test
    void shouldWaitForTheCommitOfEachThreadThatProcesses() {
        outageUntilRunning();

        assertThat(isOver(11, 6, 21, 8)).isFalse();
        assertThat(isOver(11, 6, 21, 9)).isTrue();
    }

    @Test
    void shouldBeOverAfterAWhileWithNothingToCommit() {
        outageUntilRunning();

        pass(QUIET.minusMillis(1));
        assertThat(isOver(10, 5, 20, 8)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(isOver(10, 5, 20, 8)).isTrue();
    }

    @Test
    void shouldCountAThreadThatIsNewFromNothing() {
        outageUntilRunning();

        assertThat(recovery.isOver(() -> Map.of("three", new ThreadCounts(1, 0))))
                .isFalse();
        assertThat(recovery.isOver(() -> Map.of("three", new ThreadCounts(1, 1))))
                .isTrue();
    }

    @Test
    void shouldAskForProofAgainAfterTheNextOutage() {
        outageUntilRunning();
        assertThat(isOver(11, 6, 21, 9)).isTrue();

        recovery.outage();

        assertThat(isOver(11, 6, 21, 9)).isFalse();
    }

    private void outageUntilRunning() {
        recovery.outage();
        recovery.running(BEFORE);
    }

    private boolean isOver(double processedOne, double committedOne, double processedTwo, double committedTwo) {
        return recovery.isOver(() -> Map.of(
                "one", new ThreadCounts(processedOne, committedOne),
                "two", new ThreadCounts(processedTwo, committedTwo)));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
