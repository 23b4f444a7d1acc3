package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.ResultStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random pipeline with what its calls answer at each path, and what the answer must therefore be, worked out by plain
 * recursion over the tree. Depth 0-4, fan-out 0-12, at most 500 leaves, some leaves dropped, some calls failing in mid-stream,
 * some falling silent there for good.
 *
 * <p>Level l is opened by a call {@code g<l>} that writes one child for each line and a split {@code s<l>}; at the bottom a
 * call {@code w} answers for each leaf and a filter drops those that say so; a collect closes each level.
 */
final class RandomTree {

    private static final int MAX_FAN_OUT = 12;
    private static final int MAX_LEAVES = 500;

    private static final String DEADLINE = "DEADLINE";

    /**
     * What a call at a path does: the lines it writes, and what ails it after them.
     *
     * @param failure null when it ends well
     */
    record Answer(List<String> lines, @Nullable Failure failure) {

        boolean isWell() {
            return failure == null;
        }

        /** Whether it never says that it has ended. */
        boolean isSilent() {
            return failure != null && failure.code().equals(DEADLINE);
        }
    }

    /** Why the output of a call is not whole. */
    record Failure(String stage, String path, String code, String message) {}

    final int depth;
    final String parser;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final double failureRate;
    private final double silenceRate;

    /** One tree in eight may grow to the full fan-out and size; the others stay small, so that there can be many. */
    private final int widest;

    private int leaves;

    RandomTree(Random random) {
        this(random, 0);
    }

    /** @param silenceRate how many of the calls never end, between 0 and 1 */
    RandomTree(Random random, double silenceRate) {
        this.silenceRate = silenceRate;
        this.depth = random.nextInt(5);
        this.parser = random.nextBoolean() ? "lines" : "json-array";
        this.widest = random.nextInt(8) == 0 ? MAX_FAN_OUT : 4;
        this.failureRate = random.nextInt(3) == 0 ? 0.05 : 0;
        grow(random, "/", 1);
    }

    int leaves() {
        return leaves;
    }

    boolean isSilent() {
        return answers.values().stream().anyMatch(Answer::isSilent);
    }

    private void grow(Random random, String path, int level) {
        var failure = failure(random, path, level);
        if (level > depth) {
            leaves++;
            var word = random.nextInt(6) == 0 ? "drop" : "keep";
            answers.put(path, new Answer(List.of(word + " " + random.nextInt(1000)), failure));
            return;
        }
        var wanted = random.nextInt(4) == 0 ? 0 : random.nextInt(level == 1 ? widest + 1 : widest / 2 + 2);
        var children = new ArrayList<String>();
        answers.put(path, new Answer(children, failure));
        for (var i = 0; i < wanted && leaves < MAX_LEAVES; i++) {
            children.add("c" + i + " " + random.nextInt(1000));
            grow(random, path + splitId(level) + "." + i + "/", level + 1);
        }
    }

    /** Stages come in the order g1 s1 g2 s2 ... w f. */
    private static int splitId(int level) {
        return 2 * level - 1;
    }

    Answer answer(String path) {
        return answers.get(path);
    }

    /** The pipeline as YAML. */
    String plan() {
        var plan = new StringBuilder("pipeline: tree\nstages:\n");
        var input = "question";
        for (var level = 1; level <= depth; level++) {
            plan.append("- {name: g%d, op: llm, input: %s, engine: chat, template: '{{%s}}'}%n"
                    .formatted(level, input, input));
            plan.append("- {name: s%d, op: split, input: g%d, parser: %s}%n".formatted(level, level, parser));
            input = "s" + level;
        }
        plan.append("- {name: w, op: llm, input: %s, engine: chat, emit: true, template: '{{%s}}'}%n"
                .formatted(input, input));
        plan.append("- {name: f, op: filter, input: w, expression: '!w.contains(\"drop\")'}\n");
        input = "f";
        for (var level = depth; level >= 1; level--) {
            plan.append("- {name: c%d, op: collect, input: %s, level: s%d}%n".formatted(level, input, level));
            input = "c" + level;
        }
        return plan.append("- {name: out, op: sink, input: " + input + "}\n").toString();
    }

    private @Nullable Failure failure(Random random, String path, int level) {
        var stage = level > depth ? "w" : "g" + level;
        if (random.nextDouble() < failureRate) {
            return new Failure(stage, path, "ENGINE", "failed as told at " + stage + path);
        }
        return silenceRate > 0 && random.nextDouble() < silenceRate
                ? new Failure(stage, path, DEADLINE, "the deadline of the request passed before it ended")
                : null;
    }

    /**
     * How a request over the tree must end.
     *
     * @param value the answer; undefined when the request failed
     * @param missing what the answer lacks, in no order
     * @param cause why the request failed, otherwise null
     */
    record Expected(
            ResultStatus status,
            boolean complete,
            Object value,
            List<Failure> missing,
            @Nullable Failure cause) {}

    Expected expected() {
        var missing = new ArrayList<Failure>();
        var value = survivors("/", 1, missing);
        if (value == null) {
            return new Expected(
                    ResultStatus.FAILED, false, "", missing, answer("/").failure());
        }
        return missing.isEmpty()
                ? new Expected(ResultStatus.COMPLETE, true, value, missing, null)
                : new Expected(ResultStatus.PARTIAL, false, value, missing, null);
    }

    /** What is left of the answer at a path: null when it failed with nothing to show, empty when it is dropped. */
    private @Nullable Object survivors(String path, int level, List<Failure> missing) {
        var answer = answer(path);
        var failed = !answer.isWell();
        if (failed) {
            missing.add(answer.failure());
        }
        if (level > depth) {
            var word = answer.lines().get(0);
            return failed ? null : word.startsWith("keep") ? word : "";
        }
        var survivors = new ArrayList<>();
        for (var i = 0; i < answer.lines().size(); i++) {
            var child = survivors(path + splitId(level) + "." + i + "/", level + 1, missing);
            if (child != null && !child.equals("")) {
                survivors.add(child);
            }
        }
        return failed && survivors.isEmpty() ? null : survivors;
    }
}
