package io.millrace.queries.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queries.ProblemException;
import org.junit.jupiter.api.Test;

class PageLimitTest {

    @Test
    void shouldTakeTheDefaultWhereNoneIsGiven() {
        assertThat(PageLimit.parse(null)).isEqualTo(50);
    }

    @Test
    void shouldTakeTheBounds() {
        assertThat(PageLimit.parse("1")).isEqualTo(1);
        assertThat(PageLimit.parse("500")).isEqualTo(500);
    }

    @Test
    void shouldRefuseWhatLiesBeyondThem() {
        for (var text : new String[] {"0", "501", "-1", "", "ten", "99999999999"}) {
            assertThatThrownBy(() -> PageLimit.parse(text)).isInstanceOf(ProblemException.class);
        }
    }
}
