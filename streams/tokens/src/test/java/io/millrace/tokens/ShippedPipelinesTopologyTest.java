package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Message;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.Paths;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.tokens.plan.ShippedPlans;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the shipped pipelines ask their engines, with engines that say what a test tells them to. */
class ShippedPipelinesTopologyTest {

    private static final String PARAGRAPH = "It flows. ".repeat(500) + "\n\n";

    @AutoClose
    private final TokensDriver driver = TokensDriver.with();

    @Test
    void shouldSummariseEachPartThenGroupsThenAll() {
        publish("map-reduce-summary");
        driver.ask(Asked.request("r1", "map-reduce-summary")
                .setInput(PARAGRAPH.repeat(3))
                .build());

        var work = HandWorker.workOff(
                driver, Map.of("note", "A part flows.", "digest", "All parts flow.", "summary", "It all flows."));

        assertThat(work)
                .extracting(record -> record.value().getStage())
                .containsExactly("note", "note", "note", "digest", "summary");
        assertThat(prompt(work.get(3).value())).isEqualTo("A part flows.\nA part flows.\nA part flows.");
        assertThat(prompt(work.get(4).value())).isEqualTo("All parts flow.\n");
        var result = driver.result();
        assertThat(result.getText()).isEqualTo("It all flows.");
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(told(ReplyKind.DELTA)).containsExactly("summary: It all flows.");
    }

    @Test
    void shouldReduceAGroupBeforeTheLastPartIsSummarised() {
        publish("map-reduce-summary");
        driver.ask(Asked.request("r1", "map-reduce-summary")
                .setInput("What flows?")
                .setParameters(Map.of("text", PARAGRAPH.repeat(4)))
                .build());
        var notes = driver.work();

        end(notes.get(1), "second ".repeat(500), 2);
        end(notes.get(0), "first ".repeat(500), 1);

        assertThat(notes).hasSize(4);
        assertThat(driver.work()).singleElement().satisfies(work -> {
            assertThat(work.getStage()).isEqualTo("digest");
            assertThat(prompt(work)).startsWith("first first").doesNotContain("second");
        });
    }

    @Test
    void shouldMarkEachSentenceOfEitherSideAsItComes() {
        publish("debate");
        driver.ask(Asked.request("r1", "debate").build());
        var sides = driver.work();
        var pro = new HandRun(sides.get(0), 1);
        var con = new HandRun(sides.get(1), 2);

        driver.emit(pro.start(), pro.text("Water falls. It is heavy. "), con.start(), con.text("Ice does not. "));

        var marks = driver.work();
        assertThat(marks).extracting(Work::getStage).containsExactly("pro_mark", "pro_mark", "con_mark");
        assertThat(prompt(marks.get(1)))
                .isEqualTo("Question: Why do streams flow?\nSaid so far: Water falls. It is heavy.\n"
                        + "Last sentence: It is heavy.");
        assertThat(told(ReplyKind.ITEM))
                .containsExactly("pro_point: Water falls.", "pro_point: It is heavy.", "con_point: Ice does not.");
        driver.emit(pro.end(), con.end());
        end(marks.get(2), "weak, 2", 5);
        end(marks.get(1), "strong, 8", 4);
        end(marks.get(0), "fair, 5", 3);
        var verdict = driver.work();
        assertThat(prompt(verdict.get(0)))
                .isEqualTo(
                        "Question: Why do streams flow?\nFor:\n- Water falls. (fair, 5)\n- It is heavy. (strong, 8)\n"
                                + "Against:\n- Ice does not. (weak, 2)\n");
        end(verdict.get(0), "For it.", 6);
        var result = driver.result();
        assertThat(result.getText()).isEqualTo("For it.");
        assertThat(result.getJson()).contains("\"against\":[{\"mark\":\"weak, 2\",\"said\":\"Ice does not.\"}]");
    }

    @Test
    void shouldTakeBackThePointsOfADebateThatBeginsAnew() {
        publish("debate");
        driver.ask(Asked.request("r1", "debate").build());
        var sides = driver.work();
        var pro = new HandRun(sides.get(0), 1);
        driver.emit(pro.start(), pro.text("Water falls. It is heavy. "));

        driver.emit(new HandRun(sides.get(0), 3).start());

        assertThat(driver.values(TokensTopics.REPLIES).stream().filter(reply -> reply.getKind() == ReplyKind.RESET))
                .allSatisfy(reply -> assertThat(reply.getRun()).isEqualTo(3))
                .extracting(reply -> reply.getStage() + " " + Paths.text(reply.getPath()))
                .containsExactly("pro_point /1.0/", "pro_point /1.1/");
    }

    private void publish(String pipeline) {
        driver.publish(Asked.plan(ShippedPlans.source(pipeline), 1));
    }

    private void end(Work work, String text, long run) {
        var call = new HandRun(work, run);
        driver.emit(call.start(), call.text(text), call.end());
    }

    private List<String> told(ReplyKind kind) {
        return driver.values(TokensTopics.REPLIES).stream()
                .filter(reply -> reply.getKind() == kind)
                .map(ShippedPipelinesTopologyTest::inWords)
                .toList();
    }

    private static String inWords(Reply reply) {
        return reply.getStage() + ": " + reply.getText();
    }

    private static String prompt(Work work) {
        return work.getMessages().stream()
                .filter(message -> message.getRole().equals("user"))
                .map(Message::getContent)
                .findFirst()
                .orElseThrow();
    }
}
