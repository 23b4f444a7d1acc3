package io.millrace.load.orchestration;

import java.util.Locale;

/** What becomes of the elements. */
enum BenchPipeline {
    /** The asker follows an answer. */
    ANSWER("""
            pipeline: bench-answer
            stages:
              - {name: answer, op: llm, engine: bench, template: "{{question}}", emit: true}
              - {name: result, op: sink, input: answer}
            """),
    /** The same, and each sentence is cut, goes on alone and is put back. */
    SENTENCES("""
            pipeline: bench-sentences
            stages:
              - {name: answer, op: llm, engine: bench, template: "{{question}}", emit: true}
              - {name: sentence, op: split, input: answer, parser: sentences}
              - {name: told, op: map, input: sentence, template: "{{sentence}}", emit: true}
              - {name: all, op: collect, input: told, level: sentence}
              - {name: result, op: sink, input: all}
            """);

    private final String source;

    BenchPipeline(String source) {
        this.source = source;
    }

    /** The plan as YAML; its name is {@link #plan}. */
    String source() {
        return source;
    }

    String plan() {
        return "bench-" + id();
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
