package io.millrace.load.cancel;

import java.util.Optional;

/** The pipeline of the measurement: a request has two parts, and each part is a call of its own. */
final class CancelPlan {

    static final String NAME = "bench-cancel";
    static final String POOL = "bench";
    static final int PARTS = 2;

    /** Parameter of its calls, and what that of the parts is. */
    static final String TASK = "task";

    static final String TASK_WRITE = "write";

    /** Of the parts that are cancelled where not all of the request is: the first one. Its level is opened by stage 1. */
    static final String SUBTREE = "/1.0/";

    static final String SOURCE = """
            pipeline: bench-cancel
            stages:
              - {name: parts, op: llm, engine: bench, template: "{{question}}", parameters: {task: list}}
              - {name: part, op: split, input: parts, parser: lines}
              - {name: text, op: llm, input: part, engine: bench, template: "{{part}}", parameters: {task: write}}
              - {name: texts, op: collect, input: text, level: part}
              - {name: result, op: sink, input: texts}
            """;

    /** One call that writes a part. */
    record Part(int number, int index) {}

    private CancelPlan() {}

    /** What request {@code number} asks; no other run asks the same. */
    static String question(String run, int number) {
        return run + ' ' + number;
    }

    /** What the first call of a request answers: a line for each part. */
    static String parts(String question) {
        var lines = new StringBuilder();
        for (int index = 0; index < PARTS; index++) {
            lines.append(question).append(' ').append(index).append('\n');
        }
        return lines.toString();
    }

    /** The part that a line of this run names. */
    static Optional<Part> part(String run, String line) {
        var words = line.split(" ");
        return words.length == 3 && words[0].equals(run)
                ? Optional.of(new Part(Integer.parseInt(words[1]), Integer.parseInt(words[2])))
                : Optional.empty();
    }
}
