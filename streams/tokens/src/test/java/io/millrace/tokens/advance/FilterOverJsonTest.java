package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.tokens.plan.Condition;
import io.millrace.tokens.plan.Condition.ConditionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions over the values that JSON is read into. */
class FilterOverJsonTest {

    @ParameterizedTest
    @CsvSource({
        "5,                    a.n > 3",
        "5,                    a.n > 3.5",
        "5,                    a.n + 1 == 6",
        "5,                    a.n == 5.0",
        "1,                    a.n > 0.5",
        "0.9,                  a.n < 3",
        "5.5,                  a.n > 3.5",
        "3000000000,           a.n > 3",
        "3000000000,           a.n + 1 == 3000000001",
        "12345678901234567890, a.n > 3",
        "12345678901234567890, a.n > 3.5",
        "-12345678901234567890, a.n < 3",
    })
    void shouldCompareNumbersOfEveryWidth(String number, String condition) {
        assertThat(test(condition, "{\"n\": " + number + "}")).isTrue();
        assertThat(test("!(" + condition + ")", "{\"n\": " + number + "}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"5", "3000000000", "0.9", "12345678901234567890"})
    void shouldCompareNumbersInsideListsAndObjects(String number) {
        assertThat(test("a.list.all(x, x.n > 0.5)", "{\"list\": [{\"n\": " + number + "}]}"))
                .isTrue();
    }

    @Test
    void shouldKnowNull() {
        assertThat(test("a.n == null", "{\"n\": null}")).isTrue();
        assertThat(test("a.n != null && a.n > 3", "{\"n\": null}")).isFalse();
        assertThat(test("a.list.exists(x, x == null)", "{\"list\": [1, null]}")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.n > 3", "!(a.n > 3)", "a.n", "a.missing > 3", "b", "b > 3"})
    void shouldRefuseWhatIsNeitherTrueNorFalse(String condition) {
        assertThatThrownBy(() -> test(condition, "{\"n\": null}")).isInstanceOf(ConditionException.class);
    }

    private static boolean test(String condition, String json) {
        return Condition.of(condition, List.of("a", "b")).test(Map.of("a", Values.parse(json)));
    }
}
