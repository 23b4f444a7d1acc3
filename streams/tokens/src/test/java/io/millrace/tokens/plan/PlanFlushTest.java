package io.millrace.tokens.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.FlushOn;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanFlushTest {

    private static final boolean ASKED = true;

    private final Plan plan = PlanParser.parse("""
            pipeline: flushed
            stages:
            - {name: answer, op: llm, engine: chat, template: '{{question}}', emit: true}
            - {name: line, op: split, input: answer, parser: lines}
            - {name: listed, op: llm, input: line, engine: chat, template: '{{line}}'}
            - {name: entry, op: split, input: listed, parser: json-array}
            - {name: matched, op: llm, input: entry, engine: chat, template: '{{entry}}'}
            - {name: match, op: split, input: matched, parser: regex, pattern: '(\\w+);'}
            - {name: known, op: llm, input: match, engine: chat, template: '{{match}}', retry: continue, parameters: {seed: 1}}
            - {name: found, op: call, input: known, service: retrieve}
            - {name: judged, op: llm, input: found, engine: chat, template: '{{found}}'}
            - {name: matches, op: collect, input: judged, level: match}
            - {name: entries, op: collect, input: matches, level: entry}
            - {name: lines, op: collect, input: entries, level: line}
            - {name: out, op: sink, input: lines}
            """, Set.of("chat"), Set.of("retrieve"));

    @Test
    void shouldPassOnTokensToAClientThatFollows() {
        assertThat(flush("answer", ASKED)).isEqualTo(FlushOn.TOKENS);
        assertThat(flush("answer", !ASKED)).isEqualTo(FlushOn.ITEMS);
    }

    @Test
    void shouldPassOnItemsToASplitThatReadsThemWhereTheyEnd() {
        assertThat(flush("listed", ASKED)).isEqualTo(FlushOn.ITEMS);
    }

    @Test
    void shouldPassOnTokensToASplitThatMayEndAnItemAnywhere() {
        assertThat(flush("matched", ASKED)).isEqualTo(FlushOn.TOKENS);
    }

    @Test
    void shouldPassOnWhatAnotherRunWouldGoOnWith() {
        assertThat(flush("known", ASKED)).isEqualTo(FlushOn.ITEMS);
    }

    @Test
    void shouldPassOnTheWholeWhereNobodyReadsAPart() {
        assertThat(flush("judged", ASKED)).isEqualTo(FlushOn.END);
        assertThat(flush("found", ASKED)).isEqualTo(FlushOn.END);
    }

    private FlushOn flush(String stage, boolean asked) {
        return plan.flush(plan.find(stage).orElseThrow(), asked);
    }
}
