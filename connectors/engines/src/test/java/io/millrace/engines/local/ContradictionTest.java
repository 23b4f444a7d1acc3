package io.millrace.engines.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.index.Passage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContradictionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The oven reaches 280 degrees. | The oven reaches 250 degrees.     | true
            The oven reaches 280 degrees. | It reaches 280 degrees.           | false
            The hive holds 40000 bees.    | A hive holds 40,000 bees.         | false
            It flashes 3 times.           | The lamp flashes three times.     | false
            It flashes 30 times.          | The lamp flashes three times.     | true
            It was built in 1874.         | It was built in 1874 by A. Brandt.| false
            The oven is hot.              | The oven is not hot.              | true
            The oven isn't hot.           | The oven is never hot.            | false
            The notable oven is hot.      | The oven is hot.                  | false
            """)
    void shouldSeeOtherNumbersAndDenials(String claim, String evidence, boolean visible) {
        assertThat(Contradiction.isVisible(claim, new Passage("1", "", "a.md", evidence)))
                .isEqualTo(visible);
    }

    @ParameterizedTest
    @CsvSource({"Report 2024, true", "Report 2025, false"})
    void shouldFindNumbersInTheTitleToo(String title, boolean visible) {
        var passage = new Passage("1", title, "a.md", "Sales rose by five percent.");

        assertThat(Contradiction.isVisible("Sales rose in 2025.", passage)).isEqualTo(visible);
    }
}
