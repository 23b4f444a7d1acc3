package io.millrace.tokens;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.tokens.plan.PlanParser;
import io.millrace.tokens.plan.ShippedPlans;
import java.util.Set;

/** Pipelines and requests of the topology tests. */
final class Asked {

    /** An answer, its lines, a call for each line, and the outputs of those calls as a list. */
    static final String LINES = "lines";

    private static final String LINES_PLAN = """
            pipeline: lines
            stages:
            - {name: answer, op: llm, engine: chat, emit: true, template: '{{question}}'}
            - {name: line, op: split, input: answer, parser: lines}
            - {name: check, op: llm, input: line, engine: chat, template: '{{line}}'}
            - {name: checked, op: collect, input: check, level: line}
            - {name: result, op: sink, input: checked, text: '{{answer}}'}
            """;

    private Asked() {}

    static Plan lines() {
        return plan(LINES_PLAN, 1);
    }

    /** One call and nothing else, with this prompt. */
    static Plan single(String pipeline, String prompt, int version) {
        return plan("""
                pipeline: %s
                stages:
                - {name: answer, op: llm, engine: chat, emit: true, template: '%s'}
                - {name: result, op: sink, input: answer}
                """.formatted(pipeline, prompt), version);
    }

    static Plan verifiedAnswer() {
        return plan(ShippedPlans.source("verified-answer"), 1);
    }

    static Plan plan(String source, int version) {
        return plan(source, version, "chat");
    }

    static Plan plan(String source, int version, String engine) {
        var parsed = PlanParser.parse(source, Set.of(engine), Set.of("retrieve"));
        return new Plan(parsed.name(), version, parsed.digest(), parsed.canonicalJson(), 1L);
    }

    static Request.Builder request(String requestId, String pipeline) {
        return Request.newBuilder()
                .setRequestId(requestId)
                .setPipeline(pipeline)
                .setInput("Why do streams flow?")
                .setReplyTo(5)
                .setAt(1L);
    }
}
