package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import io.millrace.tokens.advance.Quotas;
import io.millrace.tokens.advance.Quotas.Quota;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaSettingsTest {

    @Test
    void shouldLimitNobodyUnlessTold() {
        assertThat(quotas(Map.of())).isEqualTo(Quotas.NONE);
    }

    @Test
    void shouldTakeFromTheGeneralQuotaWhatATenantsOwnDoesNotSay() {
        var quotas = quotas(Map.of(
                "quota.requests", "8",
                "quota.tokens.per.minute", "1000",
                "quota.acme.requests", "2",
                "quota.big-corp.tokens.per.minute", "0"));

        assertThat(quotas.general()).isEqualTo(new Quota(8, 1_000));
        assertThat(quotas.own())
                .containsOnly(Map.entry("acme", new Quota(2, 1_000)), Map.entry("big-corp", new Quota(8, 0)));
    }

    @Test
    void shouldNameEverySettingThatIsNoQuota() {
        var failure = catchThrowableOfType(
                SettingsException.class,
                () -> quotas(Map.of("quota.acme.request", "2", "quota..requests", "2", "quota.a b.requests", "2")));

        assertThat(failure.errors())
                .hasSize(3)
                .anySatisfy(error -> assertThat(error).startsWith("quota.acme.request:"))
                .anySatisfy(error -> assertThat(error).startsWith("quota..requests:"))
                .anySatisfy(error -> assertThat(error).startsWith("quota.a b.requests:"));
    }

    @Test
    void shouldRefuseWhatIsNoNumberOfRequestsOrTokens() {
        var failure = catchThrowableOfType(
                SettingsException.class,
                () -> quotas(Map.of("quota.requests", "-1", "quota.tokens.per.minute", "many")));

        assertThat(failure.errors())
                .hasSize(2)
                .anySatisfy(error -> assertThat(error).contains("quota.requests"))
                .anySatisfy(error -> assertThat(error).contains("quota.tokens.per.minute"));
    }

    private static Quotas quotas(Map<String, String> settings) {
        return QuotaSettings.of(RawSettings.of(settings));
    }
}
