package io.millrace.load.hop;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.tokens.plan.PlanParser;
import java.util.OptionalInt;
import java.util.Set;

/** The pipeline of the measurement: a model streams lines, and each line is a call of its own. */
final class HopPlan {

    static final String NAME = "bench-hop";
    static final String POOL = "bench";
    static final String LINE = "line";
    static final String TASK_LINES = "lines";
    static final String TASK_ECHO = "echo";

    private static final String SOURCE = """
            pipeline: bench-hop
            stages:
              - {name: lines, op: llm, engine: bench, template: "{{question}}", parameters: {task: lines}}
              - {name: line, op: split, input: lines, parser: lines}
              - {name: echo, op: llm, input: line, engine: bench, template: "{{line}}", parameters: {task: echo}}
              - {name: echoes, op: collect, input: echo, level: line}
              - {name: result, op: sink, input: echoes, text: "{{lines}}"}
            """;

    private HopPlan() {}

    static Plan event(long at) {
        var parsed = PlanParser.parse(SOURCE, Set.of(POOL), Set.of());
        return new Plan(NAME, 1, parsed.digest(), parsed.canonicalJson(), at);
    }

    /** A line whose call can be told by {@link #number}. */
    static String line(String run, int number, String words) {
        return run + ' ' + number + ' ' + words + '\n';
    }

    /** Number of a line of this run. */
    static OptionalInt number(String run, String line) {
        var parts = line.split(" ", 3);
        return parts.length == 3 && parts[0].equals(run)
                ? OptionalInt.of(Integer.parseInt(parts[1]))
                : OptionalInt.empty();
    }
}
