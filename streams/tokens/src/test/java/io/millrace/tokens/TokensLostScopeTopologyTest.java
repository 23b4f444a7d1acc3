package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A part of a scope that was sent to its replica and is then made of something else. */
class TokensLostScopeTopologyTest {

    private static final String SOURCE = """
            pipeline: pinned
            stages:
            - {name: answer, op: llm, engine: chat, template: '{{question}}'}
            - {name: line, op: split, input: answer, parser: lines}
            - {name: more, op: llm, engine: chat, input: line, template: '{{line}}'}
            - {name: part, op: split, input: more, parser: lines}
            - {name: best, op: firstK, input: part, level: part, k: 1}
            - {name: told, op: call, service: retrieve, input: best, affinity: scope}
            - {name: all, op: collect, input: told, level: line}
            - {name: result, op: sink, input: all}
            """;

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.plan(SOURCE, 1));

    @Test
    void shouldFailTheOtherPartsSinceTheServiceKnowsWhatIsNoLongerSo() {
        // Given two parts, of which the first was sent before the text that it was cut of had ended
        driver.ask(Asked.request("r1", "pinned").build());
        var answer = new HandRun(calls("answer").get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\n"), answer.end());
        var more = calls("more");
        var dies = new HandRun(more.get(0), 2);
        driver.emit(dies.start(), dies.text("a\n"));
        var told = new HandRun(calls("told").get(0), 3);
        driver.emit(told.start(), told.whole("\"seen a\""));
        // When the worker of the text dies and another writes something else
        var again = new HandRun(more.get(0), 4);
        driver.emit(again.start(), again.text("b\n"), again.end());
        var other = new HandRun(more.get(1), 5);
        driver.emit(other.start(), other.text("c\n"), other.end());
        // Then no more is sent to the service, and nothing says that all parts were seen
        assertThat(driver.work()).extracting(Work::getKind).doesNotContain(WorkKind.CALL, WorkKind.SCOPE_END);
        assertThat(driver.result().getMissing())
                .extracting(Missing::getStage, Missing::getCode)
                .containsExactly(tuple("told", "REPLICA_LOST"), tuple("told", "REPLICA_LOST"));
    }

    private List<Work> calls(String stage) {
        return driver.work().stream()
                .filter(work ->
                        work.getKind() == WorkKind.CALL && work.getStage().equals(stage))
                .toList();
    }
}
