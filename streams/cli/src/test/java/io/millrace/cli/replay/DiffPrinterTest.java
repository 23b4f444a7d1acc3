package io.millrace.cli.replay;

import static io.millrace.cli.replay.SampleOutcomes.complete;
import static io.millrace.cli.replay.SampleOutcomes.ending;
import static io.millrace.cli.replay.SampleOutcomes.missing;
import static io.millrace.cli.replay.SampleOutcomes.taking;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.replay.Outcome.Missing;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DiffPrinterTest {

    private static final String GROUNDED = """
            {"sentence": "A lane is a partition.", "findings": [{"claim": "c", "verdict": {
             "verdict": "grounded", "score": 0.83, "citation": null}}]}""";
    private static final String NOT_FOUND = """
            {"sentence": "A lane is one partition.", "findings": [{"claim": "c", "verdict": {
             "verdict": "not_found", "score": 0.2, "citation": null}}]}""";
    private static final String OTHER = """
            {"sentence": "Nobody owns it.", "findings": []}""";

    @Test
    void shouldSayThatNothingDiffers() {
        var printed = printed(complete("first", "One.", "[1]"), complete("second", "One.", "[1]"));

        assertThat(printed).isEqualTo("""
                headlines version 1
                  before  first  COMPLETE, finished by STOP
                  after   second  COMPLETE, finished by STOP

                no difference

                stage   calls  prompt  cached  written  ms   cost
                answer  1      10      0       5        400  0
                in all  1      10      0       5        400  0
                """);
    }

    @Test
    void shouldShowSentencesByTheirVerdicts() {
        var before = complete("first", "A lane is a partition.", "[" + GROUNDED + "]");
        var after = complete("second", "A lane is one partition. Nobody owns it.", "[" + NOT_FOUND + "," + OTHER + "]");

        assertThat(printed(before, after)).contains("""
                text
                  A lane is [-a partition.-]{+one partition. Nobody owns it.+}
                items, 0 of 2 the same
                  ~ sentence 1: grounded 0.83 -> not found 0.20
                      ~ /sentence: A lane is [-a-]{+one+} partition.
                      ~ /findings/0/verdict/verdict: [-grounded-]{+not_found+}
                      ~ /findings/0/verdict/score: 0.83 -> 0.2
                  + sentence 2: Nobody owns it. (nothing to check)
                """);
    }

    @Test
    void shouldShowHowItEndedAndWhatIsMissing() {
        var verify = new Missing("verify", "/1.0/", "DEADLINE");
        var before = complete("first", "", "[]");
        var after = missing(ending("PARTIAL", "", "DEADLINE", before), verify);

        assertThat(printed(before, after))
                .contains("after   first  PARTIAL, DEADLINE")
                .contains("""
                missing
                  + verify at /1.0/ (DEADLINE)
                """);
        assertThat(printed(after, before)).contains("  - verify at /1.0/ (DEADLINE)");
    }

    @Test
    void shouldShowWhatEachStageTook() {
        var before = complete("first", "One.", "[1]");

        assertThat(printed(before, taking(2, before)))
                .startsWith("headlines version 1 -> 2\n")
                .endsWith("""
                stage    calls   prompt    cached  written  ms        cost
                checked  - -> 2  - -> 20   - -> 4  - -> 5   - -> 400  - -> 0.00125
                answer   1 -> -  10 -> -   0 -> -  5 -> -   400 -> -  0 -> -
                in all   1 -> 2  10 -> 20  0 -> 4  5        400       0 -> 0.00125
                """);
    }

    @Test
    void shouldLeaveOutStagesThatMakeNoCalls() {
        var before = complete("first", "One.", "[1]");

        assertThat(printed(before, taking(0, before))).contains("answer").doesNotContain("checked");
    }

    @Test
    void shouldCutLongItems() {
        var item = "\"" + "word ".repeat(100) + "\"";

        var printed = printed(complete("first", "", "[]"), complete("second", "", "[" + item + "]"));

        assertThat(printed.lines()).anyMatch(line -> line.startsWith("  + item 1: \"word") && line.endsWith("..."));
    }

    private static String printed(Outcome before, Outcome after) {
        var out = new StringWriter();
        new DiffPrinter(new PrintWriter(out)).print(OutcomeDiff.of(before, after));
        return out.toString();
    }
}
