package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Parsers and functions of the class path in pipelines; those of these tests stand in META-INF/services. */
class TokensExtensionsTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with();

    @Test
    void shouldRunAFunction() {
        assertThat(ask("function: count-words", "words").getJson()).isEqualTo("{\"words\":4}");
    }

    @Test
    void shouldEndTheItemWhoseFunctionFails() {
        var result = ask("function: always-fails", "words");

        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getErrorCode()).isEqualTo("FUNCTION");
        assertThat(result.getErrorMessage()).contains("always-fails");
    }

    @Test
    void shouldCutByAParserOfTheClassPath() {
        driver.publish(Asked.plan("""
                pipeline: cut
                stages:
                - {name: word, op: split, parser: separated, separator: e}
                - {name: words, op: collect, input: word, level: word}
                - {name: result, op: sink, input: words}
                """, 1));

        driver.ask(Asked.request("r1", "cut").setInput("one test").build());

        assertThat(driver.result().getJson()).isEqualTo("[\"on\",\" t\",\"st\"]");
    }

    @Test
    void shouldEndTheSplitWhoseParserFails() {
        driver.publish(Asked.plan("""
                pipeline: cut
                stages:
                - {name: answer, op: llm, engine: chat, template: x}
                - {name: word, op: split, input: answer, parser: separated}
                - {name: words, op: collect, input: word, level: word}
                - {name: result, op: sink, input: words}
                """, 1));
        driver.ask(Asked.request("r1", "cut").build());
        var answer = new HandRun(driver.work().get(0), 1);

        driver.emit(answer.start(), answer.text("one two"), answer.text(" three! four "), answer.end());

        var result = driver.result();
        assertThat(result.getJson()).isEqualTo("[\"one\"]");
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getMissing()).extracting(Missing::getCode).containsExactly("PARSER");
    }

    private Result ask(String map, String pipeline) {
        driver.publish(Asked.plan("""
                pipeline: %s
                stages:
                - {name: made, op: map, %s}
                - {name: result, op: sink, input: made}
                """.formatted(pipeline, map), 1));
        driver.ask(Asked.request("r1", pipeline).build());
        return driver.result();
    }
}
