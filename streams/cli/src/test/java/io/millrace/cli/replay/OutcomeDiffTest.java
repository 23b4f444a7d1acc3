package io.millrace.cli.replay;

import static io.millrace.cli.replay.SampleOutcomes.complete;
import static io.millrace.cli.replay.SampleOutcomes.ending;
import static io.millrace.cli.replay.SampleOutcomes.missing;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.diff.JsonDiff.Element;
import io.millrace.cli.diff.JsonDiff.Fate;
import io.millrace.cli.replay.Outcome.Missing;
import org.junit.jupiter.api.Test;

class OutcomeDiffTest {

    @Test
    void shouldBeTheSameWhateverItTook() {
        var before = complete("before", "One.", "[1]");
        var after = SampleOutcomes.taking(7, complete("after", "One.", "[1]"));

        assertThat(OutcomeDiff.of(before, after).same()).isTrue();
    }

    @Test
    void shouldNotBeTheSameWhenItEndedOtherwise() {
        var complete = complete("before", "One.", "[1]");

        assertThat(OutcomeDiff.of(complete, ending("PARTIAL", "STOP", "", complete))
                        .same())
                .isFalse();
        assertThat(OutcomeDiff.of(complete, ending("COMPLETE", "LENGTH", "", complete))
                        .same())
                .isFalse();
        assertThat(OutcomeDiff.of(complete, ending("COMPLETE", "STOP", "DEADLINE", complete))
                        .same())
                .isFalse();
    }

    @Test
    void shouldCompareListsItemByItem() {
        var diff = OutcomeDiff.of(complete("before", "", "[\"a\", \"b\"]"), complete("after", "", "[\"b\", \"c\"]"));

        assertThat(diff.same()).isFalse();
        assertThat(diff.items().stream().map(Element::fate)).containsExactly(Fate.REMOVED, Fate.SAME, Fate.ADDED);
    }

    @Test
    void shouldTakeAnyOtherAnswerForOneItem() {
        var diff = OutcomeDiff.of(
                complete("before", "", "{\"winner\": \"pro\", \"why\": \"it says more\"}"),
                complete("after", "", "{\"winner\": \"con\", \"why\": \"it says more\"}"));

        assertThat(diff.items()).hasSize(1);
        assertThat(diff.items().get(0).changes().get(0).path()).isEqualTo("/winner");
    }

    @Test
    void shouldTellWhatOnlyOneOfThemLacks() {
        var verify = new Missing("verify", "/1.0/", "DEADLINE");
        var search = new Missing("search", "/1.0/", "DEADLINE");
        var claims = new Missing("claims", "/1.2/", "ENGINE_TIMEOUT");
        var one = complete("before", "", "[]");

        var diff = OutcomeDiff.of(missing(one, verify, verify, claims), missing(one, claims, verify, search));

        assertThat(diff.noLongerMissing()).containsExactly(verify);
        assertThat(diff.newlyMissing()).containsExactly(search);
        assertThat(diff.same()).isFalse();
    }

    @Test
    void shouldNotMindTheOrderInWhichItemsWereMissed() {
        var verify = new Missing("verify", "/1.0/", "DEADLINE");
        var search = new Missing("search", "/1.0/", "DEADLINE");
        var one = complete("before", "", "[]");

        assertThat(OutcomeDiff.of(missing(one, verify, search), missing(one, search, verify))
                        .same())
                .isTrue();
    }
}
