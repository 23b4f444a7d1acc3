package io.millrace.load.langgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.openloop.Runs;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class LangGraphReportTest {

    private static final String PEER = "LangGraph";
    private static final String OURS = "Millrace";

    @Test
    void shouldTellOfThePeerAlone() {
        var report = report(findings());

        assertThat(report)
                .contains("- LangGraph: 2.50 [2.50, 2.50]")
                .contains("| LangGraph | 2.00 | 1 | 2400 | 0 | 3.50 | 3.50 | 3.50 |")
                .doesNotContain("At equal rates");
    }

    @Test
    void shouldTellHowManyTimesThePeerIsOutdone() {
        var found = findings();
        found.add(OURS, Runs.steady(1, 2));
        found.add(OURS, Runs.steady(4, 3));
        found.add(OURS, Runs.steady(6, 5));

        assertThat(report(found))
                .contains("Millrace serves **2.00 [2.00, 2.00]** times what LangGraph serves")
                .contains("**1.50 [1.50, 1.50]**");
    }

    @Test
    void shouldMissAGainThatIsTooSmall() {
        var found = findings();
        found.add(OURS, Runs.steady(1, 2.9));
        found.add(OURS, Runs.steady(4, 4.1));

        assertThat(ComparisonLimits.of(false).missedBy(found))
                .anySatisfy(missed -> assertThat(missed).contains("1.03 times as long as Millrace"))
                .anySatisfy(missed -> assertThat(missed).contains("Millrace serves 1.50 times"));
    }

    @Test
    void shouldJudgeMillraceAndNotItsWholeStages() {
        var found = findings();
        found.add(OURS, Runs.steady(1, 2));
        found.add(OURS, Runs.steady(4, 3));
        found.add(OURS, Runs.steady(6, 5));
        found.add(OURS + ", whole stages", Runs.steady(1, 3));
        found.add(OURS + ", whole stages", Runs.steady(2, 5));

        assertThat(ComparisonLimits.of(false).missedBy(found)).isEmpty();
        assertThat(ComparisonLimits.of(false).openAfter(found)).isEmpty();
    }

    @Test
    void shouldSayWhatCannotBeJudged() {
        var found = findings();
        found.add(OURS, Runs.steady(2, 3));
        found.add(OURS, Runs.steady(4, 3));

        assertThat(ComparisonLimits.of(false).openAfter(found))
                .containsExactly(
                        "the ratio of means: not both were run at 1/s",
                        "the ratio of capacities: not both were found, which takes --bisect");
        assertThat(ComparisonLimits.of(true).openAfter(found)).isEmpty();
    }

    @Test
    void shouldTellWhoChoosesTheReplicaAndWhatRuns() {
        assertThat(report(findings()))
                .contains("Node.js v20")
                .contains("of Millrace's calls its scheduler")
                .contains("`server.port=0`")
                .contains("**kept as far as judged**")
                .contains("Not judged: the ratio of means");
    }

    @Test
    void shouldMissAPeerThatIsTooSlowOrTooFast() {
        assertThat(ComparisonLimits.of(false).missedBy(findings())).isEmpty();
        assertThat(ComparisonLimits.of(false).missedBy(findings(2.7)))
                .containsExactly("the peer's mean is +7.1 % from what it should be");
        assertThat(ComparisonLimits.of(false).missedBy(findings(3.2)))
                .containsExactly("the peer's mean is -9.1 % from what it should be");
    }

    private static Findings findings() {
        return findings(2.9);
    }

    /** @param whole what the peer's requests should take, without its overhead of 0.1 s */
    private static Findings findings(double whole) {
        var found = new Findings(PEER, 0.1, plan -> whole);
        found.add(PEER, Runs.steady(1, 3));
        found.add(PEER, Runs.steady(2, 3.5));
        found.add(PEER, Runs.steady(3, 4.5));
        return found;
    }

    private static String report(Findings found) {
        var date = LocalDate.of(2026, 11, 23);
        return new LangGraphReport(
                        "millrace bench langgraph",
                        date,
                        "Node.js v20",
                        LangGraphOptions.parse(List.of()),
                        found,
                        List.of())
                .toMarkdown();
    }
}
