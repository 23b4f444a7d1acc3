package io.millrace.tokens.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.tokens.plan.Condition.ConditionException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No expression holds up the thread that evaluates it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConditionLimitsTest {

    private static final String TEN = "[0,1,2,3,4,5,6,7,8,9]";

    @Test
    void shouldTakeAListOfTheLengthOfASplit() {
        assertThat(Condition.of(TEN + ".all(a, " + TEN + ".exists(b, a == b))", List.of())
                        .test(Map.of()))
                .isTrue();
    }

    @Test
    void shouldEndAnExpressionOfTooManySteps() {
        var nested = Condition.of(nested(8), List.of());

        assertThatThrownBy(() -> nested.test(Map.of())).isInstanceOf(ConditionException.class);
    }

    @Test
    void shouldRefuseAnExpressionThatIsTooLongOrTooDeep() {
        assertThatThrownBy(() -> Condition.of("1 == " + "1".repeat(2_000), List.of()))
                .isInstanceOf(ConditionException.class);
        assertThatThrownBy(() -> Condition.of("(".repeat(50) + "true" + ")".repeat(50), List.of()))
                .isInstanceOf(ConditionException.class);
    }

    private static String nested(int depth) {
        return IntStream.range(0, depth)
                        .mapToObj(i -> TEN + ".all(v" + i + ", ")
                        .collect(Collectors.joining())
                + "true"
                + ")".repeat(depth);
    }
}
