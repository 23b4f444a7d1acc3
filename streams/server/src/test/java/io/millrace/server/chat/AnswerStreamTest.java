package io.millrace.server.chat;

import static io.millrace.server.chat.Replies.delta;
import static io.millrace.server.chat.Replies.finished;
import static io.millrace.server.chat.Replies.item;
import static io.millrace.server.chat.Replies.missing;
import static io.millrace.server.chat.Replies.partial;
import static io.millrace.server.chat.Replies.reset;
import static io.millrace.server.chat.Replies.takenBack;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.server.chat.AnswerEvent.Aside;
import io.millrace.server.chat.AnswerEvent.Broken;
import io.millrace.server.chat.AnswerEvent.BrokenOff;
import io.millrace.server.chat.AnswerEvent.Finished;
import io.millrace.server.chat.AnswerEvent.Text;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {

    private final AnswerStream stream = new AnswerStream();

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldPassOnFragmentsInOrder() {
        assertThat(stream.take(delta(1, 1, "Rivers "))).containsExactly(new Text("Rivers "));
        assertThat(stream.take(delta(1, 2, "shape"))).containsExactly(new Text("shape"));
    }

    @Test
    void shouldDropRepeatsByIdentity() {
        stream.take(delta(1, 1, "Rivers "));
        stream.take(delta(1, 2, "shape"));

        assertThat(stream.take(delta(1, 1, "Rivers "))).isEmpty();
        assertThat(stream.take(delta(1, 2, "shape"))).isEmpty();
        assertThat(stream.take(delta(1, 3, " valleys"))).containsExactly(new Text(" valleys"));
    }

    @Test
    void shouldContinueByteExactlyWhenANewRunSaysTheSame() {
        stream.take(delta(1, 1, "Rivers "));
        stream.take(delta(1, 2, "shape"));
        stream.take(reset(2));

        assertThat(stream.take(delta(2, 1, "Riv"))).isEmpty();
        assertThat(stream.take(delta(2, 2, "ers shape val"))).containsExactly(new Text(" val"));
        assertThat(stream.take(delta(2, 3, "leys"))).containsExactly(new Text("leys"));
    }

    @Test
    void shouldEndWithAnErrorAtTheFirstByteThatDiffers() {
        stream.take(delta(1, 1, "Rivers shape"));
        stream.take(reset(2));

        assertThat(stream.take(delta(2, 1, "Rivers "))).isEmpty();
        assertThat(stream.take(delta(2, 2, "form"))).singleElement().isInstanceOf(Broken.class);
        assertThat(stream.take(finished("Rivers form valleys"))).isEmpty();
    }

    @Test
    void shouldEndWithAnErrorWhenTheNewRunComesOutShorter() {
        stream.take(delta(1, 1, "Rivers shape"));
        stream.take(reset(2));
        stream.take(delta(2, 1, "Rivers"));

        assertThat(stream.take(finished("Rivers"))).singleElement().isInstanceOf(Broken.class);
    }

    @Test
    void shouldEndWithAnErrorWhenTheNewRunSaysNothing() {
        stream.take(delta(1, 1, "Rivers"));
        stream.take(reset(2));

        assertThat(stream.take(finished(""))).singleElement().isInstanceOf(Broken.class);
    }

    @Test
    void shouldEndWithAnErrorWhenTheTextOfTheAnswerBrokeOff() {
        stream.take(delta(1, 1, "Rivers"));

        var rest = missing("answer", List.of());
        assertThat(stream.take(partial("Rivers", missing("verdict", List.of()), rest)))
                .singleElement()
                .isInstanceOfSatisfying(
                        BrokenOff.class, end -> assertThat(end.rest()).isEqualTo(rest));
        assertThat(stream.isOver()).isTrue();
    }

    @Test
    void shouldEndWellWhenOnlyWhatIsBesideTheAnswerIsMissing() {
        stream.take(delta(1, 1, "Rivers"));

        var result = partial("Rivers", missing("verdict", List.of()), missing("answer", List.of(new Level(1, 0))));
        assertThat(stream.take(result)).containsExactly(new Finished(result.getResult()));
    }

    @Test
    void shouldIgnoreLateFragmentsOfASupersededRun() {
        stream.take(delta(1, 1, "Rivers "));
        stream.take(reset(2));
        stream.take(delta(2, 1, "Rivers shape"));

        assertThat(stream.take(delta(1, 2, "bend"))).isEmpty();
        assertThat(stream.take(reset(2))).isEmpty();
        assertThat(stream.take(delta(2, 2, " valleys"))).containsExactly(new Text(" valleys"));
    }

    @Test
    void shouldNotSendTwiceWhatAnAbortedTransactionDerivedBefore() {
        var first = List.of(delta(1, 1, "Rivers "), reset(2), delta(2, 1, "Rivers shape"));
        var seen = new StringBuilder();
        for (int round = 0; round < 3; round++) {
            first.forEach(reply -> text(stream.take(reply), seen));
        }
        text(stream.take(delta(2, 2, " valleys")), seen);

        assertThat(seen).hasToString("Rivers shape valleys");
    }

    @Test
    void shouldTellItemsOnceAndBreakWhenOneChanges() {
        var item = item(0, "{\"verdict\":\"grounded\"}");

        assertThat(stream.take(item)).containsExactly(new Aside(item));
        assertThat(stream.take(item)).isEmpty();
        assertThat(stream.take(item(1, "{}"))).hasSize(1);
        assertThat(stream.take(item(0, "{\"verdict\":\"not_found\"}")))
                .singleElement()
                .isInstanceOf(Broken.class);
    }

    @Test
    void shouldGoOnWhenItemsComeAgainAsTheyWere() {
        stream.take(item(0, "{}"));
        stream.take(takenBack(0, 2));

        assertThat(stream.take(item(0, "{}"))).isEmpty();
        assertThat(stream.take(takenBack(1, 2))).isEmpty();
        assertThat(stream.take(finished("{}"))).last().isInstanceOf(Finished.class);
    }

    @Test
    void shouldEndWithAnErrorWhenAnItemDoesNotComeAgain() {
        stream.take(item(0, "{}"));
        stream.take(item(1, "{}"));
        stream.take(takenBack(0, 2));
        stream.take(takenBack(1, 2));
        stream.take(item(0, "{}"));

        assertThat(stream.take(finished("{}"))).singleElement().isInstanceOf(Broken.class);
    }

    @Test
    void shouldNotOweWhatAnAbortedTransactionTookBackBefore() {
        for (int round = 0; round < 3; round++) {
            stream.take(item(0, "{}"));
            stream.take(takenBack(0, 2));
        }
        stream.take(item(0, "{}"));

        assertThat(stream.take(finished("{}"))).last().isInstanceOf(Finished.class);
    }

    @Test
    void shouldTellTextOfOtherStagesBesideTheAnswer() {
        stream.take(delta(1, 1, "Rivers"));
        var other = Reply.newBuilder(delta(9, 1, "a note")).setStage("notes").build();

        assertThat(stream.take(other)).singleElement().isInstanceOf(Aside.class);
        assertThat(stream.take(delta(1, 2, " bend"))).containsExactly(new Text(" bend"));
    }

    @Test
    void shouldSendTheResultTextWhereNothingWasStreamed() {
        var finished = finished("Rivers");

        assertThat(stream.take(finished)).containsExactly(new Text("Rivers"), new Finished(finished.getResult()));
    }

    @Test
    void shouldReportAFailureAfterAHalfAnswerAsItIs() {
        stream.take(delta(1, 1, "Rivers"));
        stream.take(reset(2));
        var failed = finished(null);
        failed.getResult().setStatus(ResultStatus.FAILED);

        assertThat(stream.take(failed)).containsExactly(new Finished(failed.getResult()));
    }

    @Test
    void shouldTellNothingAfterTheEnd() {
        stream.take(finished("Rivers"));

        assertThat(stream.take(delta(1, 1, "Rivers"))).isEmpty();
        assertThat(stream.take(finished("Rivers"))).isEmpty();
    }

    private static void text(List<AnswerEvent> events, StringBuilder seen) {
        for (var event : events) {
            if (event instanceof Text text) {
                seen.append(text.text());
            }
        }
    }
}
