package io.millrace.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.server.chat.AnswerEvent.Aside;
import io.millrace.server.chat.AnswerEvent.Broken;
import io.millrace.server.chat.AnswerEvent.BrokenOff;
import io.millrace.server.chat.AnswerEvent.Finished;
import io.millrace.server.chat.AnswerEvent.Text;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class AnswerStreamTest {

    private static final String ANSWER = "Rivers shape valleys. 𝔘nicode too.";

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

    @Test
    @ExtendWith(Seeds.class)
    void shouldNeverSpliceWhateverTheRunsAreCutInto(Seed seed) {
        for (int trial = 0; trial < 2_000; trial++) {
            var random = seed.generator(trial);
            var runs = new ArrayList<String>();
            for (int run = random.nextInt(4); run >= 0; run--) {
                var said = random.nextInt(4) == 0 ? withOneChange(random) : ANSWER;
                runs.add(said.substring(0, run == 0 ? said.length() : random.nextInt(said.length() + 1)));
            }

            var seen = play(random, runs);

            assertThat(seen).as("trial %d runs %s", trial, runs).isEqualTo(expected(runs));
        }
    }

    /** What a client sees of these runs, one superseding the other; an exclamation mark where the stream breaks. */
    private static String play(RandomGenerator random, List<String> runs) {
        var stream = new AnswerStream();
        var seen = new StringBuilder();
        var events = new ArrayList<AnswerEvent>();
        for (int run = 0; run < runs.size(); run++) {
            if (run > 0) {
                stream.take(reset(run));
            }
            pieces(random, run, runs.get(run)).forEach(piece -> events.addAll(stream.take(piece)));
        }
        events.addAll(stream.take(finished(runs.get(runs.size() - 1))));
        text(events, seen);
        return events.stream().anyMatch(Broken.class::isInstance) ? seen + "!" : seen.toString();
    }

    /** A naive second implementation: whole runs compared with what was seen so far, character by character. */
    private static String expected(List<String> runs) {
        var seen = "";
        for (var run : runs) {
            for (int i = 0; i < run.length(); i++) {
                if (i == seen.length()) {
                    seen += run.charAt(i);
                } else if (run.charAt(i) != seen.charAt(i)) {
                    return seen + "!";
                }
            }
        }
        return runs.get(runs.size() - 1).equals(seen) ? seen : seen + "!";
    }

    private static String withOneChange(RandomGenerator random) {
        int at = random.nextInt(ANSWER.length());
        return ANSWER.substring(0, at) + "#" + ANSWER.substring(at + 1);
    }

    /** The text in random pieces, with repeats. */
    private static List<Reply> pieces(RandomGenerator random, long run, String text) {
        var pieces = new ArrayList<Reply>();
        int at = 0;
        for (long seq = 1; at < text.length(); seq++) {
            int length = Math.min(text.length() - at, 1 + random.nextInt(8));
            pieces.add(delta(run, seq, text.substring(at, at + length)));
            if (random.nextInt(3) == 0) {
                pieces.add(pieces.get(random.nextInt(pieces.size())));
            }
            at += length;
        }
        return pieces;
    }

    private static void text(List<AnswerEvent> events, StringBuilder seen) {
        for (var event : events) {
            if (event instanceof Text text) {
                seen.append(text.text());
            }
        }
    }

    private static Reply delta(long run, long seq, String text) {
        return reply(ReplyKind.DELTA)
                .setStage("answer")
                .setRun(run)
                .setSeq(seq)
                .setText(text)
                .build();
    }

    private static Reply reset(long newRun) {
        return reply(ReplyKind.RESET).setStage("answer").setRun(newRun).build();
    }

    private static Reply item(int index, String json) {
        return reply(ReplyKind.ITEM)
                .setStage("annotated")
                .setPath(List.of(new Level(1, index)))
                .setJson(json)
                .build();
    }

    private static Reply finished(@Nullable String text) {
        var result = Result.newBuilder()
                .setRequestId("r")
                .setPipeline("p")
                .setStatus(ResultStatus.COMPLETE)
                .setText(text)
                .setMissing(List.<Missing>of())
                .setUsage(new Usage(1L, 0L, 2L))
                .setStartedAt(1)
                .setAt(2)
                .build();
        return reply(ReplyKind.FINISHED).setResult(result).build();
    }

    private static Reply partial(String text, Missing... missing) {
        var result = Result.newBuilder(finished(text).getResult())
                .setStatus(ResultStatus.PARTIAL)
                .setMissing(List.of(missing))
                .build();
        return reply(ReplyKind.FINISHED).setResult(result).build();
    }

    private static Missing missing(String stage, List<Level> path) {
        return new Missing(stage, path, "STREAM_BROKEN", "the engine went away");
    }

    private static Reply.Builder reply(ReplyKind kind) {
        return Reply.newBuilder().setRequestId("r").setSequence(0).setKind(kind).setAt(1);
    }
}
