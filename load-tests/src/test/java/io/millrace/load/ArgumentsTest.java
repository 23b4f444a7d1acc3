package io.millrace.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final Set<String> KNOWN = Set.of("report");

    @Test
    void shouldReadBothForms() {
        assertThat(Arguments.parse(List.of("--report", "a.md"), KNOWN).get("report", ""))
                .isEqualTo("a.md");
        assertThat(Arguments.parse(List.of("--report=b=c.md"), KNOWN).get("report", ""))
                .isEqualTo("b=c.md");
    }

    @Test
    void shouldRefuseWhatIsNotKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(List.of("--speed", "9"), KNOWN))
                .withMessageContaining("--speed")
                .withMessageContaining("--report");
    }

    @Test
    void shouldRefuseAnOptionWithoutValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(List.of("--report"), KNOWN))
                .withMessageContaining("needs a value");
    }
}
