package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.TokensTopics;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TokensLateBillTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldBillWhatARunUsedUntilItWasAborted() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("on", new Usage(10L, 0L, 1L)));
        driver.cancel("r1", "enough");

        driver.emit(answer.error("CANCELLED", new Usage(10L, 0L, 3L)));

        assertThat(driver.values(TokensTopics.USAGE))
                .extracting(CallUsage::getStatus, CallUsage::getUsage)
                .containsExactly(tuple("CANCELLED", new Usage(10L, 0L, 1L)), tuple("REST", new Usage(0L, 0L, 2L)));
    }

    @Test
    void shouldBillWhatAReplacedRunUsedUntilItWasAborted() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var call = driver.work().get(0);
        var old = new HandRun(call, 1);
        driver.emit(old.start(), old.text("on"));
        driver.emit(new HandRun(call, 2).start());

        driver.emit(old.error("CANCELLED", new Usage(10L, 0L, 3L)));

        assertThat(driver.values(TokensTopics.USAGE))
                .extracting(CallUsage::getStatus, CallUsage::getRun, CallUsage::getUsage)
                .containsExactly(
                        tuple("SUPERSEDED", old.run(), new Usage(0L, 0L, 0L)),
                        tuple("REST", old.run(), new Usage(10L, 0L, 3L)));
    }
}
