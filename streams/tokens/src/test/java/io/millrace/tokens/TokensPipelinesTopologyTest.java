package io.millrace.tokens;

import static io.millrace.tokens.HandWorker.TWO_LINES;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which pipeline and which version of it a request runs on. */
class TokensPipelinesTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with();

    @Test
    void shouldWaitForAPipelineThatIsPublishedSoonAfter() {
        driver.ask(Asked.request("r1", "single").build());
        assertThat(driver.work()).isEmpty();
        driver.publish(Asked.single("single", "{{question}}", 1));

        driver.pass(Duration.ofMillis(200));

        assertThat(driver.work()).hasSize(1);
    }

    @Test
    void shouldRefuseAPipelineThatStaysUnknown() {
        driver.ask(Asked.request("r1", "nothing").build());

        driver.pass(Duration.ofSeconds(5));

        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getErrorCode()).isEqualTo("UNKNOWN_PIPELINE");
        assertThat(result.getErrorMessage()).contains("nothing");
        assertThat(driver.values(TokensTopics.REPLIES)).singleElement().satisfies(reply -> {
            assertThat(reply.getKind()).isEqualTo(ReplyKind.FINISHED);
            assertThat(reply.getResult()).isEqualTo(result);
        });
    }

    @Test
    void shouldKeepARunningRequestOnTheVersionItBeganOn() {
        driver.publish(Asked.single("single", "first {{question}}", 1));
        driver.ask(Asked.request("r1", "single").build());
        driver.publish(Asked.single("single", "second {{question}}", 2));
        driver.ask(Asked.request("r2", "single").build());
        driver.ask(Asked.request("r3", "single").setVersion(1).build());

        var work = HandWorker.workOff(driver, TWO_LINES);

        assertThat(work)
                .extracting(record -> record.key() + " "
                        + record.value().getMessages().get(0).getContent().split(" ", 2)[0])
                .containsExactly("r1 first", "r2 second", "r3 first");
        assertThat(driver.values(TokensTopics.RESULTS))
                .extracting(result -> result.getRequestId() + " " + result.getVersion())
                .containsExactly("r1 1", "r2 2", "r3 1");
    }

    @Test
    void shouldRefuseAPlanThatNoServerHasChecked() {
        var plan = new Plan("broken", 1, "d", "{\"pipeline\": \"broken\"}", 1L);
        driver.publish(plan);

        driver.ask(Asked.request("r1", "broken").build());

        assertThat(driver.result().getErrorCode()).isEqualTo("INVALID_PLAN");
    }
}
