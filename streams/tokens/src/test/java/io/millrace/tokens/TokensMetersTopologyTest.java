package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Usage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TokensMetersTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldMeasureHowLongAScopeWaitsForItsSlowestChild() {
        // Given
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\nthree\n"), answer.end());
        var checks = driver.work();
        // When
        for (var i = 2; i >= 0; i--) {
            driver.pass(Duration.ofMillis(70));
            var check = new HandRun(checks.get(i), 2 + i);
            driver.emit(check.start(), check.text("fine"), check.end());
        }
        // Then
        var waits = driver.meters
                .get("millrace.tokens.closure.wait")
                .tag("pipeline", Asked.LINES)
                .timer();
        assertThat(waits.count()).isEqualTo(1);
        assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(140);
    }

    @Test
    void shouldCountTokensByWhatBecameOfTheirCalls() {
        // Given
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var work = driver.work().get(0);
        var dead = new HandRun(work, 1);
        driver.emit(dead.start(), dead.text("half", new Usage(10L, 4L, 2L)));
        var next = new HandRun(work, 2);
        // When
        driver.emit(next.start(), next.end(new Usage(10L, 10L, 3L)));
        // Then
        assertThat(billed("SUPERSEDED")).isEqualTo(12);
        assertThat(billed("DONE")).isEqualTo(13);
    }

    private double billed(String outcome) {
        return driver.meters
                .get("millrace.tokens.billed")
                .tags("pipeline", Asked.LINES, "pool", "chat", "outcome", outcome)
                .counter()
                .count();
    }
}
