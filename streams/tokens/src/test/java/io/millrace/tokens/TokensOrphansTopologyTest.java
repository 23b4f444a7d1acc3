package io.millrace.tokens;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Result;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Elements that come before their request wait for it, up to the bound that {@link TokensStores#FRAGMENTS} states. */
class TokensOrphansTopologyTest {

    private static final int MOST = 1_000;
    private static final Duration TTL = Duration.ofMinutes(10);

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.single("single", "{{question}}", 1));

    @Test
    void shouldTakeUpAllThatCameBeforeTheRequest() {
        var early = callOf("early");
        emit(early, MOST);

        driver.ask(Asked.request("early", "single").build());
        driver.emit(early.end());

        assertThat(driver.values(TokensTopics.RESULTS))
                .extracting(Result::getText)
                .containsExactly(words(1, MOST));
        assertThat(driver.keys(TokensStores.FRAGMENTS)).isEmpty();
    }

    @Test
    void shouldDropWhatCameBeyondTheBound() {
        // Given one more than are kept
        var early = callOf("early");
        emit(early, MOST);
        var dropped = early.text(words(MOST, MOST + 1));
        driver.emit(dropped);
        assertThat(driver.keys(TokensStores.FRAGMENTS)).hasSize(MOST);

        // When
        driver.ask(Asked.request("early", "single").build());
        driver.emit(early.end());

        // Then the call waits for that one alone
        assertThat(driver.values(TokensTopics.RESULTS)).isEmpty();
        driver.emit(dropped);
        assertThat(driver.values(TokensTopics.RESULTS))
                .extracting(Result::getText)
                .containsExactly(words(1, MOST + 1));
    }

    @Test
    void shouldForgetElementsWhoseRequestDoesNotComeWithinTheTtl() {
        emit(callOf("never"), 3);

        driver.pass(TTL.minusMillis(1));
        assertThat(driver.keys(TokensStores.FRAGMENTS)).hasSize(3);

        driver.pass(Duration.ofMillis(1));
        assertThat(driver.contents()).doesNotContain("never");
    }

    /** The call that a request of this id will make, known from the same question of another. */
    private HandRun callOf(String requestId) {
        driver.ask(Asked.request("known", "single").build());
        var work = driver.work().get(0);
        driver.cancel("known", "its call is known");
        driver.values(TokensTopics.RESULTS);
        work.setRequestId(requestId);
        return new HandRun(work, 1);
    }

    /** A START and a word in each element after it. */
    private void emit(HandRun run, int elements) {
        driver.emit(run.start());
        for (var i = 1; i < elements; i++) {
            driver.emit(run.text(words(i, i + 1)));
        }
    }

    private static String words(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + " ").collect(joining());
    }
}
