package io.millrace.tokens.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with each operator, each with its place. */
class OperatorErrorsTest {

    private static final String STAGES = """
            pipeline: p
            stages:
            - {name: a, op: llm, engine: chat, template: x}
            - {name: s, op: split, input: a, parser: lines}
            - {name: m, op: map, input: s, template: '{{s}}'}
            - {name: b, op: map, template: y}
            - %s
            - {name: c, op: collect, input: m, level: s}
            - {name: cb, op: join, inputs: [c, b]}
            - {name: out, op: sink, input: cb}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "op: join, inputs: [a, s]                               | stages[4].inputs",
                "op: join, inputs: [m, s]                               | stages[4].level",
                "op: join, inputs: [m, s], level: a                     | stages[4].level",
                "op: join, inputs: [a, b], level: s                     | stages[4].level",
                "op: join, inputs: [a, a]                               | stages[4].inputs",
                "op: join, inputs: [a]                                  | stages[4].inputs",
                "op: join, inputs: a                                    | stages[4].inputs",
                "op: join, inputs: [a, {}, b]                           | stages[4].inputs",
                "op: join, inputs: [a, nobody, b]                       | stages[4].inputs",
                "op: join, inputs: [a, b], input: a                     | stages[4].input",
                "op: fold, input: a, level: s                           | stages[4].level",
                "op: fold, input: m, level: nobody                      | stages[4].level",
                "op: firstK, input: m, level: s                         | stages[4].k",
                "op: firstK, input: m, level: s, k: 0                   | stages[4].k",
                "op: firstK, input: m, level: s, k: 1.5                 | stages[4].k",
                "op: firstK, input: m, level: s, k: many                | stages[4].k",
                "op: collect, input: m, level: s, k: 1                  | stages[4].k",
                "op: split, input: b, parser: regex                     | stages[4].pattern",
                "op: split, input: b, parser: regex, pattern: '('       | stages[4].pattern",
                "op: split, input: b, parser: regex, pattern: [x]       | stages[4].pattern stages[4].pattern",
                "op: split, input: b, parser: lines, pattern: x         | stages[4].pattern",
                "op: split, input: b, parser: paragraphs, size: 0       | stages[4].size",
                "op: split, input: b, parser: separated, separator: ''  | stages[4].separator",
                "op: split, input: b, parser: nothing                   | stages[4].parser",
                "op: map, input: b, function: nothing                   | stages[4].function",
                "op: map, input: b, function: count-words, template: x  | stages[4].template",
                "op: map, input: b                                      | stages[4].template",
                "op: map, input: m, template: '{{b_so_far}}'            | stages[4].template",
                "op: map, input: b, template: '{{s_so_far}}'            | stages[4].template"
            })
    void shouldSayWhatIsWrongWhere(String stage, String places) {
        assertThat(errors(STAGES.formatted("{name: n, " + stage + "}"))).containsExactlyInAnyOrder(places.split(" "));
    }

    @Test
    void shouldKeepTheNamesOfChildrenSoFarForThem() {
        assertThat(errors(STAGES.formatted("{name: s_so_far, op: map, template: x}")))
                .containsExactly("stages[4].name");
    }

    /** Behind a first-k, and in what is cut of a fold, the text that is split may still be growing. */
    @Test
    void shouldRefuseToNameWhatIsStillBeingWrittenBehindAStageThatDoesNotWaitForIt() {
        assertThat(errors("""
                        pipeline: p
                        stages:
                        - {name: a, op: llm, engine: chat, template: x}
                        - {name: s, op: split, input: a, parser: lines}
                        - {name: k, op: firstK, input: s, level: s, k: 1}
                        - {name: m, op: map, input: k, template: '{{k}} {{a}}'}
                        - {name: f, op: fold, input: s, level: s}
                        - {name: t, op: split, input: f, parser: lines}
                        - {name: n, op: map, input: t, template: '{{t}} {{f}} {{a}}'}
                        - {name: c, op: collect, input: n, level: t}
                        - {name: j, op: join, inputs: [m, c]}
                        - {name: out, op: sink, input: j, text: '{{a}} {{f}}'}
                        """))
                .containsExactlyInAnyOrder("stages[3].template", "stages[6].template", "stages[6].template");
    }

    private static List<String> errors(String source) {
        return catchThrowableOfType(
                        InvalidPlanException.class, () -> PlanParser.parse(source, Set.of("chat"), Set.of()))
                .errors()
                .stream()
                .map(PlanError::place)
                .filter(place -> !place.equals("stages[4]"))
                .toList();
    }
}
