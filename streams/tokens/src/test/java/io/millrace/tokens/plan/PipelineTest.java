package io.millrace.tokens.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private static final Set<String> ENGINES = Set.of("chat");
    private static final Set<String> SERVICES = Set.of("retrieve");

    @Test
    void shouldWriteTheShippedPipeline() {
        var yaml = PlanParser.parse(ShippedPlans.source("verified-answer"), ENGINES, SERVICES);

        assertSame(verifiedAnswer(), yaml);
    }

    @Test
    void shouldWriteAPlanOfEveryOperator() {
        var yaml = PlanParser.parse("""
                pipeline: all
                stages:
                - {name: answer, op: llm, engine: chat, template: '{{question}}', emit: true, retry: none}
                - {name: line, op: split, input: answer, parser: regex, pattern: '(\\w+);'}
                - {name: found, op: call, input: line, service: retrieve, parameters: {k: 3}, affinity: scope, retry: restart}
                - {name: good, op: filter, input: found, expression: 'size(line_so_far) > 1'}
                - {name: counted, op: map, input: good, function: count-words}
                - {name: both, op: join, inputs: [counted, good, found], level: line}
                - {name: best, op: firstK, input: both, level: line, k: 2}
                - {name: text, op: map, input: line, template: '{{line}}'}
                - {name: story, op: fold, input: text, level: line, emit: true}
                - {name: part, op: split, input: story, parser: lines, emit: true}
                - {name: shaped, op: map, input: part, object: {part: '{{part}}'}}
                - {name: shapes, op: collect, input: shaped, level: part}
                - {name: end, op: join, inputs: [best, shapes]}
                - {name: out, op: sink, input: end}
                """, ENGINES, SERVICES);
        var pipeline = Pipeline.named("all");
        var answer = pipeline.question()
                .llm("answer", "chat")
                .template("{{question}}")
                .retry(Retry.NONE)
                .emit();
        var line = answer.split("line", "regex", Map.of("pattern", "(\\w+);"));
        var found =
                line.call("found", "retrieve", Map.of("k", 3)).affinityToScope().retry(Retry.RESTART);
        var good = found.filter("good", "size(line_so_far) > 1");
        var both = good.function("counted", "count-words").join("both", good, found);
        var best = line.firstK("best", both, 2);
        var story = line.fold("story", line.map("text", "{{line}}")).emit();
        var part = story.split("part", "lines").emit();
        var shapes = part.collect("shapes", part.object("shaped", Map.of("part", "{{part}}")));
        pipeline.sink("out", best.join("end", shapes));

        assertSame(pipeline, yaml);
    }

    @Test
    void shouldHaveTheErrorsOfAnyPlan() {
        var pipeline = Pipeline.named("p");
        pipeline.sink("out", pipeline.question().llm("answer", "nobody"), "{{missing}}");

        var errors = catchThrowableOfType(InvalidPlanException.class, () -> pipeline.plan(ENGINES, SERVICES));

        assertThat(errors.errors())
                .extracting(PlanError::place)
                .containsExactlyInAnyOrder("stages[0].engine", "stages[0].template", "stages[1].text");
    }

    private static void assertSame(Pipeline written, Plan yaml) {
        var plan = written.plan(ENGINES, SERVICES);
        assertThat(plan.canonicalJson()).isEqualTo(yaml.canonicalJson());
        assertThat(plan.digest()).isEqualTo(yaml.digest());
    }

    private static Pipeline verifiedAnswer() {
        var pipeline = Pipeline.named("verified-answer")
                .describedAs("Answers a question from the user's documents and checks each sentence against evidence"
                        + " while the rest is still being written.");
        var answer = pipeline.question()
                .llm("answer", "chat")
                .history()
                .emit()
                .system("Answer the question in short, plain sentences. State facts only; do not speculate.")
                .template("{{question}}")
                .parameter("task", "answer");
        var sentence = answer.split("sentence", "sentences");
        var claim = sentence.llm("claims", "chat")
                .system("List the claims that the sentence makes, each understandable on its own, as a JSON array of"
                        + " strings and nothing else. A sentence that claims nothing gives [].")
                .template("Question: {{question}}\nSentence: {{sentence}}")
                .parameter("task", "claims")
                .parameter("temperature", 0)
                .split("claim", "json-array");
        var verdict = claim.llm("query", "chat")
                .system("Write one search query that finds evidence for or against the claim, and nothing else.")
                .template("{{claim}}")
                .parameter("task", "queries")
                .parameter("temperature", 0)
                .call("evidence", "retrieve", Map.of("k", 5))
                .llm("verdict", "chat")
                .json()
                .system("Judge the claim by the evidence alone. Answer with one JSON object and nothing else:"
                        + " {\"verdict\": \"supported\" or \"refuted\" or \"not_enough_evidence\", \"citation\":"
                        + " number of the deciding passage or null}.")
                .template("Claim: {{claim}}\nEvidence:\n{{#evidence}}\n[{{-index}}] {{title}}: {{text}}\n"
                        + "{{/evidence}}")
                .parameter("task", "verify")
                .parameter("temperature", 0);
        var finding = verdict.object(
                "finding", Map.of("claim", "{{claim}}", "verdict", "{{verdict}}", "evidence", "{{evidence}}"));
        var checked = claim.collect("findings", finding)
                .object("checked", Map.of("sentence", "{{sentence}}", "findings", "{{findings}}"))
                .emit();
        return pipeline.sink("result", sentence.collect("annotated", checked), "{{answer}}");
    }
}
