package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is kept of a request after its end, and when even that goes. */
class TokensTtlTopologyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TTL = Duration.ofMinutes(10);

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldKeepNothingOfARequestWhenItsTtlHasPassed() {
        // Given one that is answered, one that is cancelled, one that is late and one that failed to begin
        driver.ask(Asked.request("answered", Asked.LINES).build());
        HandWorker.workOff(driver, HandWorker.TWO_LINES);
        driver.ask(Asked.request("cancelled", Asked.LINES).build());
        driver.cancel("cancelled", "the reader left");
        driver.ask(Asked.request("empty", Asked.LINES).setInput("").build());
        ask();
        driver.pass(SECOND);
        assertThat(driver.values(TokensTopics.RESULTS)).hasSize(4);

        // When
        driver.pass(TTL.minus(SECOND));
        assertThat(driver.keys(TokensStores.REQUESTS)).containsExactly("r1");
        driver.pass(SECOND);

        // Then
        assertThat(driver.contents()).isEmpty();
    }

    @Test
    void shouldKeepOnlyTheSummaryTheQuestionAndTheOutputsUntilTheTtl() {
        ask();
        HandWorker.workOff(driver, HandWorker.TWO_LINES);

        assertThat(driver.keys(TokensStores.REQUESTS)).containsExactly("r1");
        assertThat(driver.keys(TokensStores.INPUTS)).containsExactly("r1");
        assertThat(driver.keys(TokensStores.ITEMS)).isNotEmpty().allMatch(key -> key.startsWith("r1|"));
        assertThat(driver.keys(TokensStores.SCOPES)).isEmpty();
        assertThat(driver.keys(TokensStores.FRAGMENTS)).isEmpty();
        assertThat(driver.keys(TokensStores.WAKEUPS)).hasSize(1);
    }

    private void ask() {
        driver.ask(Asked.request("r1", Asked.LINES)
                .setDeadline(driver.now() + SECOND.toMillis())
                .build());
    }
}
