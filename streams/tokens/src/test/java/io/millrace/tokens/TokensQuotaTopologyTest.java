package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensQuotaTopologyTest {

    private static final Usage LITTLE = new Usage(1L, 0L, 1L);

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(
            Map.of("quota.acme.requests", "2", "quota.tokens.per.minute", "20"), Asked.single("p", "{{question}}", 1));

    @Test
    void shouldLetInAsManyRequestsOfATenantAsItMayHave() {
        ask("r1", "acme");
        ask("r2", "acme");

        ask("r3", "acme");
        ask("r4", "other");

        var refused = driver.result();
        assertThat(refused.getRequestId()).isEqualTo("r3");
        assertThat(refused.getErrorCode()).isEqualTo("QUOTA_REQUESTS");
        assertThat(refused.getErrorMessage()).contains("acme", "2");
    }

    @Test
    void shouldLetInTheNextWhenOneHasEnded() {
        ask("r1", "acme");
        ask("r2", "acme");
        answerAll(LITTLE);

        ask("r3", "acme");

        assertThat(driver.work())
                .filteredOn(work -> work.getKind() == WorkKind.CALL)
                .hasSize(1);
    }

    @Test
    void shouldCountWhatOtherTasksCarry() {
        driver.tenant(TenantLoad.newBuilder()
                .setTenant("acme")
                .setPartition(3)
                .setOpen(2)
                .setAt(1)
                .build());

        ask("r1", "acme");

        assertThat(driver.result().getErrorCode()).isEqualTo("QUOTA_REQUESTS");
    }

    @Test
    void shouldLetInNobodyWhoHasUsedUpTheTokensOfTheMinuteUntilItIsOver() {
        ask("r1", "other");
        answerAll(new Usage(15L, 0L, 5L));
        assertThat(driver.result().getErrorCode()).isNull();

        ask("r2", "other");
        assertThat(driver.result().getErrorCode()).isEqualTo("QUOTA_TOKENS");

        driver.pass(Duration.ofMinutes(1));
        ask("r3", "other");
        assertThat(driver.values(TokensTopics.RESULTS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"19, true", "20, false", "21, false"})
    void shouldLetInWhoHasTokensLeft(long used, boolean letIn) {
        ask("r1", "other");
        answerAll(new Usage(used - 1, 0L, 1L));
        driver.result();

        ask("r2", "other");

        assertThat(driver.work()).hasSize(letIn ? 1 : 0);
    }

    @Test
    void shouldNotCountWhatWaitsForItsPipelineButRefuseItOnceThatIsThere() {
        for (var id : List.of("r1", "r2", "r3")) {
            driver.ask(Asked.request(id, "later")
                    .setTenant("acme")
                    .setAt(driver.now())
                    .build());
        }
        ask("r4", "acme");
        assertThat(driver.work()).hasSize(1);

        driver.publish(Asked.single("later", "{{question}}", 1));
        driver.pass(Duration.ofMillis(200));

        assertThat(driver.work()).hasSize(1);
        assertThat(driver.values(TokensTopics.RESULTS))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.getErrorCode()).isEqualTo("QUOTA_REQUESTS"));
    }

    @Test
    void shouldCountWhatACancelledCallIsBilledAfterItsRequestHasEnded() {
        ask("r1", "other");
        var call = new HandRun(driver.work().get(0), 1);
        driver.emit(call.start());
        driver.cancel("r1", "enough");
        driver.pass(Duration.ofMillis(200));
        driver.result();

        driver.emit(call.end(new Usage(15L, 0L, 5L)));

        ask("r2", "other");
        assertThat(driver.result().getErrorCode()).isEqualTo("QUOTA_TOKENS");
    }

    @Test
    void shouldRejectATenantThatCannotBe() {
        ask("r1", "a|b");

        assertThat(driver.rejected(TokensTopics.REQUESTS)).hasSize(1);
    }

    @Test
    void shouldForgetATenantThatHasNothingRunningAnyMore() {
        ask("r1", "acme");
        driver.pass(Duration.ofSeconds(1));
        assertThat(driver.keys(TokensStores.TENANTS)).containsExactly("acme");
        answerAll(LITTLE);

        driver.pass(Duration.ofMinutes(2));

        assertThat(driver.keys(TokensStores.TENANTS)).isEmpty();
        assertThat(driver.tenants()).last().isNull();
    }

    private void ask(String requestId, String tenant) {
        driver.ask(Asked.request(requestId, "p")
                .setTenant(tenant)
                .setAt(driver.now())
                .build());
    }

    private void answerAll(Usage usage) {
        var run = 0;
        for (var work : driver.work()) {
            var call = new HandRun(work, ++run);
            driver.emit(call.start(), call.text("fine"), call.end(usage));
        }
    }
}
