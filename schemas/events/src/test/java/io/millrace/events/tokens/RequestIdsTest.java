package io.millrace.events.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

    @Test
    void shouldTakeLettersDigitsDashesAndUnderscoresUpTo64() {
        assertThat(RequestIds.isValid("req-0_Z")).isTrue();
        assertThat(RequestIds.isValid("x".repeat(63))).isTrue();
        assertThat(RequestIds.isValid("x".repeat(64))).isTrue();
        assertThat(RequestIds.isValid("x".repeat(65))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a|b", "a/b", "a.b", "ä", "a\n"})
    void shouldRefuseOtherIds(String id) {
        assertThat(RequestIds.isValid(id)).isFalse();
    }

    @Test
    void shouldTakeOnlyTheRequestIdOfTheValueAsItsKey() {
        var rule = TokensTopics.CONTROL.keyRule();

        assertThat(rule.fault("r1", control("r1"))).isEmpty();
        assertThat(rule.fault("r2", control("r1")))
                .hasValueSatisfying(fault -> assertThat(fault).contains("'r1'"));
        assertThat(rule.fault("a|b", control("a|b")))
                .hasValueSatisfying(fault -> assertThat(fault).contains("1 to 64"));
    }

    private static Control control(String requestId) {
        return new Control(requestId, ControlKind.CANCEL, List.of(), null, 1L);
    }
}
