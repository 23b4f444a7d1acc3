package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.TokensTopics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Costs by a price table, against the closed form (prompt - cached) p + cached c + completion w, each by the million. */
class TokensCostTopologyTest {

    private static final Map<String, String> PRICES =
            Map.of("pool.chat.price.prompt", "3", "pool.chat.price.cached", "0.3", "pool.chat.price.completion", "15");

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(PRICES, Asked.lines());

    @Test
    void shouldPriceCallsStagesAndTheRequest() {
        // Given
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\n"), answer.end(new Usage(1_000L, 400L, 50L)));
        var check = new HandRun(driver.work().get(0), 2);
        // When
        driver.emit(check.start(), check.text("fine"), check.end(new Usage(100L, 0L, 1L)));
        // Then
        var ofAnswer = (600 * 3 + 400 * 0.3 + 50 * 15) / 1e6;
        var ofCheck = (100 * 3 + 15) / 1e6;
        assertCosts(driver.values(TokensTopics.USAGE), ofAnswer, ofCheck);
        var result = driver.result();
        assertThat(result.getCost()).isCloseTo(ofAnswer + ofCheck, within(1e-12));
        assertThat(costOf(result, "answer")).isCloseTo(ofAnswer, within(1e-12));
        assertThat(costOf(result, "check")).isCloseTo(ofCheck, within(1e-12));
    }

    @Test
    void shouldPriceWhatARunUsedThatAnotherReplaced() {
        // Given
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var work = driver.work().get(0);
        var dead = new HandRun(work, 1);
        driver.emit(dead.start(), dead.text("half", new Usage(10L, 4L, 2L)));
        var next = new HandRun(work, 2);
        // When
        driver.emit(next.start(), next.end(new Usage(10L, 10L, 3L)));
        // Then
        var ofDead = (6 * 3 + 4 * 0.3 + 2 * 15) / 1e6;
        var ofNext = (10 * 0.3 + 3 * 15) / 1e6;
        assertCosts(driver.values(TokensTopics.USAGE), ofDead, ofNext);
        assertThat(driver.result().getCost()).isCloseTo(ofDead + ofNext, within(1e-12));
    }

    @Test
    void shouldRefuseANegativePrice() {
        var settings = TokensSettings.of(RawSettings.of(Map.of("pool.chat.price.cached", "-1")));

        assertThatThrownBy(() -> settings.advance(List.of("chat")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("pool.chat.price.cached");
    }

    private static double costOf(Result result, String stage) {
        return result.getStages().stream()
                .filter(summary -> summary.getStage().equals(stage))
                .findFirst()
                .orElseThrow()
                .getCost();
    }

    private static void assertCosts(List<CallUsage> bills, double... expected) {
        assertThat(bills.stream().mapToDouble(CallUsage::getCost).toArray()).containsExactly(expected, within(1e-12));
    }
}
