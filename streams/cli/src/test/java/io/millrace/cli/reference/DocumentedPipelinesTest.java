package io.millrace.cli.reference;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tokens.parse.Parsers;
import io.millrace.tokens.plan.Operator;
import io.millrace.tokens.plan.Plan;
import io.millrace.tokens.plan.PlanParser;
import io.millrace.tokens.plan.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation shows as a pipeline can be published as it stands. */
class DocumentedPipelinesTest {

    private static final Pattern PIPELINE = Pattern.compile("```yaml\\n(pipeline:.*?)```", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("\\n\\| `(\\w+)` \\| .* \\| `(\\{name: .*})` \\|");
    private static final Pattern PARSER = Pattern.compile("\\n\\| `([\\w-]+)` \\| .* \\| `\\{(op: split, .*)}` \\|");

    @Test
    void shouldShowOnlyValidPipelines() throws IOException {
        var plans = PIPELINE.matcher(page())
                .results()
                .map(shown -> parse(shown.group(1)))
                .toList();

        assertThat(plans).extracting(Plan::name).isEqualTo(List.of("headlines"));
    }

    @Test
    void shouldShowEachOperatorInOnePlan() throws IOException {
        var rows = OPERATOR.matcher(page()).results().toList();

        var plan = parse("pipeline: shown\nstages:\n"
                + rows.stream().map(row -> "- " + row.group(2) + "\n").collect(joining()));

        assertThat(rows).extracting(row -> row.group(1)).isEqualTo(words(plan.stages()));
        assertThat(words(plan.stages())).containsExactlyInAnyOrderElementsOf(words(Operator.values()));
    }

    @Test
    void shouldShowEachParserInAPlan() throws IOException {
        var rows = PARSER.matcher(page()).results().toList();

        assertThat(rows)
                .extracting(row -> row.group(1))
                .containsExactlyInAnyOrderElementsOf(Parsers.names())
                .allSatisfy(name -> assertThat(rows)
                        .anySatisfy(row -> assertThat(row.group(2)).contains("parser: " + name)));
        assertThat(rows).allSatisfy(row -> parse("""
                pipeline: shown
                stages:
                - {name: item, %s}
                - {name: items, op: collect, input: item, level: item}
                - {name: result, op: sink, input: items}
                """.formatted(row.group(2))));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("millrace.home"), "docs", "tokens.md"));
    }

    private static Plan parse(String source) {
        return PlanParser.parse(source, Set.of("chat"), Set.of("retrieve"));
    }

    private static List<String> words(List<Stage> stages) {
        return stages.stream().map(stage -> stage.op().word()).toList();
    }

    private static List<String> words(Operator... operators) {
        return Arrays.stream(operators).map(Operator::word).toList();
    }
}
