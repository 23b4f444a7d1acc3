package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.TokensTopics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the operators lead to, event by event. */
class TokensOperatorsTopologyTest {

    private static final String FOLD = """
            pipeline: fold
            stages:
            - {name: answer, op: llm, engine: chat, template: '{{question}}'}
            - {name: line, op: split, input: answer, parser: lines}
            - {name: check, op: llm, input: line, engine: chat, template: '{{line}}'}
            - {name: story, op: fold, input: check, level: line, emit: true}
            - {name: part, op: split, input: story, parser: lines}
            - {name: look, op: llm, input: part, engine: chat, template: 'at {{part}}'}
            - {name: looks, op: collect, input: look, level: part}
            - {name: result, op: sink, input: looks, text: '{{story}}'}
            """;

    @AutoClose
    private final TokensDriver driver = TokensDriver.with();

    /** The first call of a request. */
    private @Nullable Work first;

    @Test
    void shouldHandOnWhatAFoldHasInTheOrderOfTheChildren() {
        var answer = ask(FOLD, "fold");
        driver.emit(answer.start(), answer.text("one\ntwo\nthree\n"));
        var checks = driver.work();

        end(checks.get(1), "second", 12);
        assertThat(driver.work()).isEmpty();
        end(checks.get(0), "first", 11);

        assertThat(driver.work())
                .extracting(work -> work.getMessages().get(0).getContent())
                .containsExactly("at first");
        assertThat(deltas()).extracting(Reply::getText).containsExactly("first", "\nsecond");
        assertThat(driver.values(TokensTopics.DERIVED))
                .filteredOn(element -> element.getStage().equals("story"))
                .extracting(element -> element.getSeq() + " " + element.getComplete())
                .containsExactly("1 false", "2 false");
    }

    @Test
    void shouldTakeBackAFoldAndWhatWasCutOfItWhenItsInputBeginsAnew() {
        var answer = ask(FOLD, "fold");
        driver.emit(answer.start(), answer.text("one\ntwo\nthree\n"));
        var checks = driver.work();
        end(checks.get(0), "first", 11);
        end(checks.get(1), "second", 12);
        driver.work();
        var before = deltas();

        var again = new HandRun(first, 2);
        driver.emit(again.start());

        assertThat(driver.work())
                .filteredOn(work -> work.getKind() == WorkKind.CANCEL)
                .extracting(Work::getStage)
                .contains("look", "check");
        assertThat(driver.values(TokensTopics.REPLIES))
                .filteredOn(reply -> reply.getKind() == ReplyKind.RESET)
                .extracting(Reply::getStage)
                .containsExactly("story");
        assertThat(driver.values(TokensTopics.DERIVED))
                .filteredOn(element -> element.getKind() == ElementKind.RESET)
                .hasSize(2);
        driver.emit(again.text("four\n"), again.end());
        HandWorker.workOff(driver, Map.of("check", "new", "look", "fine"));
        var result = driver.result();
        assertThat(result.getText()).isEqualTo("[new]");
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(deltas())
                .extracting(Reply::getRun)
                .doesNotContain(before.get(0).getRun());
    }

    @Test
    void shouldPutTwoSidesIntoOneObjectInEitherOrder() {
        for (var first : List.of(0, 1)) {
            var request = "r" + first;
            driver.publish(Asked.plan("""
                    pipeline: both
                    stages:
                    - {name: a, op: llm, engine: chat, template: '{{question}}'}
                    - {name: b, op: llm, engine: chat, output: json, template: '{{question}}'}
                    - {name: ab, op: join, inputs: [a, b]}
                    - {name: result, op: sink, input: ab}
                    """, 1));
            driver.ask(Asked.request(request, "both").build());
            var work = driver.work();

            end(work.get(first), "[" + first + "]", first + 1);
            assertThat(driver.values(TokensTopics.RESULTS)).isEmpty();
            end(work.get(1 - first), "[" + (1 - first) + "]", 2 - first);

            assertThat(driver.result().getJson()).isEqualTo("{\"a\":\"[0]\",\"b\":[1]}");
        }
    }

    @Test
    void shouldCallOffTheSiblingsOfTheFirstThatSurvives() {
        var answer = ask("""
                pipeline: first
                stages:
                - {name: answer, op: llm, engine: chat, template: '{{question}}'}
                - {name: line, op: split, input: answer, parser: lines}
                - {name: check, op: llm, input: line, engine: chat, template: '{{line}}'}
                - {name: best, op: firstK, input: check, level: line, k: 1}
                - {name: note, op: llm, input: line, engine: chat, template: 'note {{line}}'}
                - {name: notes, op: collect, input: note, level: line}
                - {name: both, op: join, inputs: [best, notes]}
                - {name: result, op: sink, input: both}
                """, "first");
        driver.emit(answer.start(), answer.text("one\ntwo\n"));
        var calls = driver.work();
        var second = new HandRun(calls.get(2), 12);
        driver.emit(second.start(), second.text("half"));

        end(calls.get(0), "good", 11);
        driver.emit(answer.text("three\n"), answer.end());

        assertThat(driver.work())
                .extracting(work -> work.getKind() + " " + work.getStage() + " "
                        + work.getPath().get(0).getIndex())
                .containsExactly("CANCEL check 1", "CALL note 2");
        assertThat(driver.values(TokensTopics.USAGE))
                .extracting(bill -> bill.getStage() + " " + bill.getStatus())
                .containsExactly("check DONE", "check CANCELLED", "answer DONE");
        assertThat(driver.values(TokensTopics.DERIVED))
                .filteredOn(element -> element.getKind() == ElementKind.DROP)
                .isEmpty();
        end(calls.get(1), "n1", 13);
        end(calls.get(3), "n2", 14);
    }

    @Test
    void shouldShowAStageTheSentencesUpToItsOwn() {
        var answer = ask("""
                pipeline: sofar
                stages:
                - {name: answer, op: llm, engine: chat, template: '{{question}}'}
                - {name: sentence, op: split, input: answer, parser: sentences}
                - {name: claims, op: llm, input: sentence, engine: chat, template: '{{sentence}} in: {{sentence_so_far}}'}
                - {name: all, op: collect, input: claims, level: sentence}
                - {name: result, op: sink, input: all}
                """, "sofar");

        driver.emit(answer.start(), answer.text("Ann came. She sat. "));

        assertThat(driver.work())
                .extracting(work -> work.getMessages().get(0).getContent())
                .containsExactly("Ann came. in: Ann came.", "She sat. in: Ann came. She sat.");
    }

    private HandRun ask(String plan, String pipeline) {
        driver.publish(Asked.plan(plan, 1));
        driver.ask(Asked.request("r1", pipeline).build());
        first = driver.work().get(0);
        return new HandRun(first, 1);
    }

    private void end(Work work, String text, long run) {
        var call = new HandRun(work, run);
        driver.emit(call.start(), call.text(text), call.end());
    }

    private List<Reply> deltas() {
        return driver.values(TokensTopics.REPLIES).stream()
                .filter(reply -> reply.getKind() == ReplyKind.DELTA)
                .toList();
    }
}
