package io.millrace.tokens.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanParserTest {

    private static final Set<String> ENGINES = Set.of("chat");
    private static final Set<String> SERVICES = Set.of("retrieve");

    @Test
    void shouldAcceptEveryShippedPipeline() {
        for (var name : ShippedPlans.names()) {
            assertThat(parse(ShippedPlans.source(name)).name()).isEqualTo(name);
        }
    }

    @Test
    void shouldGiveTheSameDigestWhateverTheNotation() {
        var yaml = parse("pipeline: p\nstages:\n- {name: out, op: sink}\n");
        var json = parse("{\"stages\":[{\"op\":\"sink\",\"name\":\"out\"}],\"pipeline\":\"p\"}");
        assertThat(json.digest()).isEqualTo(yaml.digest());
        assertThat(PlanParser.parseChecked(yaml.canonicalJson()).digest()).isEqualTo(yaml.digest());
    }

    @Test
    void shouldNameEveryErrorWithItsPlaceAtOnce() {
        var errors = errors("""
                pipeline: Not A Name
                stages:
                - {name: a, op: llm, engine: nobody, template: '{{missing}}', color: red}
                - {name: b, op: split, input: a, parser: words}
                - {name: a, op: map, input: nowhere, template: x, object: {}}
                - {name: c, op: collect, input: a, level: b}
                - {name: d, op: fly}
                """);
        assertThat(errors)
                .contains(
                        "pipeline",
                        "stages[0].engine",
                        "stages[0].template",
                        "stages[0].color",
                        "stages[1].parser",
                        "stages[2].input",
                        "stages[2].name",
                        "stages[2].template",
                        "stages[3].level",
                        "stages[4].op");
    }

    @Test
    void shouldNameWhatIsWrongWithThePlanAsAWholeBesideWhatIsWrongWithAStage() {
        var errors = errors("""
                pipeline: p
                stages:
                - {name: a, op: llm, engine: chat, template: '{{missing}}'}
                - {name: a, op: fly}
                """);
        assertThat(errors).containsExactlyInAnyOrder("stages[0].template", "stages[1].name", "stages[1].op", "stages");
    }

    @Test
    void shouldRefuseToContinueWhatCannotBeRepeated() {
        var errors = errors("""
                pipeline: p
                stages:
                - {name: a, op: llm, engine: chat, template: x, retry: continue}
                - {name: b, op: call, input: a, service: retrieve, retry: continue}
                - {name: c, op: llm, input: b, engine: chat, template: x, retry: sometimes}
                - {name: d, op: llm, input: c, engine: chat, template: x, retry: continue, parameters: {temperature: 0.0}}
                - {name: e, op: llm, input: d, engine: chat, template: x, retry: continue, parameters: {seed: 1}}
                - {name: out, op: sink, input: e}
                """);
        assertThat(errors).containsExactlyInAnyOrder("stages[0].retry", "stages[1].retry", "stages[2].retry");
    }

    @Test
    void shouldRefuseWhatWouldBeDroppedWithoutAWord() {
        assertThat(errors("pipeline: p\nstages:\n- {name: a, op: llm, engine: chat, template: x, template: y}")
                        .get(0))
                .startsWith("line 3");
        var plan = "pipeline: p\nstages:\n- {name: out, op: sink}\n";
        assertThat(parse(plan).stages()).hasSize(1);
        assertThat(errors(plan + "---\n" + plan)).hasSize(1);
        assertThat(errors("pipeline: " + "[".repeat(2_000) + "]".repeat(2_000))).hasSize(1);
    }

    @Test
    void shouldTakeAnAffinityOnlyWhereThereIsAScope() {
        var plan = """
                pipeline: p
                stages:
                - {name: all, op: call, service: retrieve%s}
                - {name: s, op: split, input: all, parser: lines}
                - {name: each, op: call, service: retrieve, input: s, affinity: %s}
                - {name: c, op: collect, input: each, level: s}
                - {name: out, op: sink, input: c}
                """;
        assertThat(parse(plan.formatted("", "scope")).pinned(1)).hasSize(1);
        assertThat(errors(plan.formatted(", affinity: scope", "lane")))
                .containsExactly("stages[0].affinity", "stages[2].affinity");
    }

    @Test
    void shouldRefuseALevelThatIsNeverClosed() {
        assertThat(errors("""
                        pipeline: p
                        stages:
                        - {name: a, op: llm, engine: chat, template: x}
                        - {name: s, op: split, input: a, parser: lines}
                        - {name: out, op: sink, input: s}
                        """)).containsExactly("stages[2].input");
    }

    @Test
    void shouldRefuseToCloseAnOuterLevelFirst() {
        assertThat(errors("""
                        pipeline: p
                        stages:
                        - {name: s, op: split, parser: lines}
                        - {name: t, op: split, input: s, parser: sentences}
                        - {name: c, op: collect, input: t, level: s}
                        - {name: d, op: collect, input: c, level: t}
                        - {name: out, op: sink, input: d}
                        """)).contains("stages[2].level");
    }

    @Test
    void shouldRefuseATemplateThatNamesAStreamStillBeingCut() {
        assertThat(errors("""
                        pipeline: p
                        stages:
                        - {name: a, op: llm, engine: chat, template: '{{question}}'}
                        - {name: s, op: split, input: a, parser: lines}
                        - {name: m, op: map, input: s, template: '{{s}} of {{a}}'}
                        - {name: c, op: collect, input: m, level: s}
                        - {name: out, op: sink, input: c, text: '{{a}}'}
                        """)).containsExactly("stages[2].template");
    }

    @Test
    void shouldRefuseAStageThatDoesNotReachTheSink() {
        assertThat(errors("""
                        pipeline: p
                        stages:
                        - {name: a, op: map, template: x}
                        - {name: b, op: map, template: y}
                        - {name: out, op: sink, input: b}
                        """)).containsExactly("stages[0]");
    }

    @Test
    void shouldRefuseACondition() {
        assertThat(errors("""
                        pipeline: p
                        stages:
                        - {name: f, op: filter, expression: 'question.size() > nobody'}
                        - {name: out, op: sink, input: f}
                        """)).containsExactly("stages[0].expression");
    }

    @Test
    void shouldRefuseATemplateThatIncludesAnother() {
        assertThat(errors("""
                        pipeline: p
                        stages:
                        - {name: m, op: llm, engine: chat, template: '{{>other}}'}
                        - {name: l, op: llm, engine: nobody, input: m, system: '{{>other}}', template: x}
                        - {name: out, op: sink, input: l, text: '{{#l}}{{/l}}{{>other}}'}
                        """))
                .containsExactlyInAnyOrder(
                        "stages[0].template", "stages[1].engine", "stages[1].system", "stages[2].text");
    }

    @Test
    void shouldSayWhereTextIsNotYaml() {
        assertThat(errors("pipeline: [").get(0)).startsWith("line 1");
        assertThat(errors("- a\n- b")).containsExactly("plan");
        assertThat(errors("")).containsExactly("plan");
        assertThat(errors("pipeline: p\nstages: []")).containsExactly("stages");
        assertThatThrownBy(() -> parse("x".repeat(PlanParser.MAX_LENGTH + 1)))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("longer than");
    }

    private static Plan parse(String source) {
        return PlanParser.parse(source, ENGINES, SERVICES);
    }

    private static List<String> errors(String source) {
        return catchThrowableOfType(InvalidPlanException.class, () -> parse(source)).errors().stream()
                .map(PlanError::place)
                .toList();
    }
}
