package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Requests that outlive or never reach what they need. */
class TokensLimitsTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldTellObserversOfEachChildThatTheDeadlineEnded() {
        driver.ask(Asked.request("r1", Asked.LINES)
                .setDeadline(driver.now() + 1_000)
                .build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\n"), answer.end());

        driver.pass(Duration.ofSeconds(1));

        assertThat(driver.values(TokensTopics.DERIVED))
                .filteredOn(element -> element.getKind() == ElementKind.ERROR)
                .extracting(Element::getStage, Element::getErrorCode)
                .containsExactly(tuple("check", "DEADLINE"), tuple("check", "DEADLINE"));
    }

    @Test
    void shouldRememberARequestThatWasCancelledBeforeItBeganUntilItsTtl() {
        driver.ask(Asked.request("r1", "nothing").build());
        driver.cancel("r1", "enough");

        driver.pass(Duration.ofSeconds(1));

        assertThat(driver.keys(TokensStores.REQUESTS)).containsExactly("r1");
    }

    @Test
    void shouldGoOnWithARequestThatRunsLongerThanPlansAreKept() {
        driver.ask(Asked.request("r1", Asked.LINES)
                .setDeadline(driver.now() + Duration.ofDays(30).toMillis())
                .build());
        var answer = new HandRun(driver.work().get(0), 1);

        driver.pass(Duration.ofDays(9));
        driver.emit(answer.start(), answer.text("one\n"));

        assertThat(driver.work()).isNotEmpty();
    }
}
