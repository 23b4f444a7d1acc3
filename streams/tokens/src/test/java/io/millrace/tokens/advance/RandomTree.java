package io.millrace.tokens.advance;

import io.millrace.tokens.advance.RandomPlan.Behind;
import io.millrace.tokens.advance.RandomPlan.Level;
import io.millrace.tokens.advance.RandomPlan.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random pipeline with what its calls answer at each path. Depth 0-4, fan-out 0-12, at most 500 leaves, some items
 * dropped at each filter, some calls failing in mid-stream, some falling silent there for good.
 */
final class RandomTree {

    static final String DEADLINE = "DEADLINE";

    private static final int MAX_FAN_OUT = 12;
    private static final int MAX_LEAVES = 500;
    private static final int ONE_IN = 6;
    private static final Answer WELL = new Answer(List.of(), null);
    private static final List<Double> RATES = List.of(0.0, 0.0, 0.0, 0.05, 0.05, 0.2);

    /**
     * What a call at a path does: the lines it writes, and what ails it after them.
     *
     * @param lines each a text, or a list where another split follows at once; none where the text depends on the prompt
     * @param failure null when it ends well
     */
    record Answer(List<Object> lines, @Nullable Failure failure) {

        boolean isWell() {
            return failure == null;
        }

        /** Whether it never says that it has ended. */
        boolean isSilent() {
            return failure != null && failure.code().equals(DEADLINE);
        }
    }

    /** Why the output of a call is not whole. */
    record Failure(String stage, String path, String code, String message) {

        String reason() {
            return code + ": " + message;
        }

        /** A call that the deadline of the request ended. */
        static Failure late(String stage, String path) {
            return new Failure(stage, path, DEADLINE, "the deadline of the request passed before it ended");
        }
    }

    final RandomPlan plan;

    /** What is asked: a text, or a list where a split comes first. */
    final Object question;

    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Random random;
    private final double failureRate;
    private final double silenceRate;

    /** Few trees may grow to the full fan-out and size; the others stay small, so that there can be many. */
    private final int widest;

    private int leaves;

    RandomTree(Random random) {
        this(random, 0);
    }

    /** @param silenceRate how many of the calls never end, between 0 and 1 */
    RandomTree(Random random, double silenceRate) {
        this(random, silenceRate, RandomPlan.of(random));
    }

    RandomTree(Random random, double silenceRate, RandomPlan plan) {
        this.random = random;
        this.silenceRate = silenceRate;
        this.plan = plan;
        this.widest = random.nextInt(32) == 0 ? MAX_FAN_OUT : 4;
        this.failureRate = RATES.get(random.nextInt(RATES.size()));
        this.question = grow("/", 1);
    }

    int leaves() {
        return leaves;
    }

    /** What a call answers at a path that it is asked at. */
    Answer answer(String stage, String path) {
        return stage.startsWith("b") ? WELL : answers.get(stage + path);
    }

    /** What the stage behind a collect makes of the list. */
    static String digest(Object list) {
        return "sum " + Integer.toHexString(String.valueOf(list).hashCode());
    }

    /**
     * Grows what becomes of an item at a path.
     *
     * @param number of the level that the item goes into
     * @return what stands for the item in the text above
     */
    private Object grow(String path, int number) {
        if (number > plan.depth()) {
            leaves++;
            put("w", path, List.of(word(plan.leaf().filtered() ? "drop" : "keep", "keep")));
            if (plan.leaf().joined()) {
                put("v", path, List.of(word("v", "v")));
            }
            return word("c", "c");
        }
        var level = plan.level(number);
        if (level.source() == Source.DIRECT) {
            var children = children(path, level);
            growBehind(path, level);
            return children;
        }
        var above = word(level.sifted() ? "skip" : "c", "c");
        if (!above.startsWith("skip")) {
            growText(path, level);
            growBehind(path, level);
        }
        return above;
    }

    private void growText(String path, Level level) {
        var failure = failure(level.stage("g"), path);
        var isVoid = level.source() == Source.FILTERED && random.nextInt(ONE_IN) == 0;
        var isLost = failure != null && !level.source().streams();
        var lines = isVoid || isLost ? List.<Object>of(isVoid ? "void" : "lost") : children(path, level);
        answers.put(level.stage("g") + path, new Answer(lines, failure));
    }

    private void growBehind(String path, Level level) {
        if (level.behind() == Behind.LLM || level.behind() == Behind.CALL) {
            put(level.stage("a"), path, List.of());
        }
    }

    private List<Object> children(String path, Level level) {
        var most = level.number() == 1 || widest == MAX_FAN_OUT ? widest + 1 : widest / 2 + 2;
        var wanted = random.nextInt(4) == 0 ? 0 : random.nextInt(most);
        var children = new ArrayList<>();
        while (children.size() < wanted && leaves < MAX_LEAVES) {
            children.add(grow(level.child(path, children.size()), level.number() + 1));
        }
        return children;
    }

    private void put(String stage, String path, List<Object> lines) {
        answers.put(stage + path, new Answer(lines, failure(stage, path)));
    }

    private String word(String sometimes, String mostly) {
        return (random.nextInt(ONE_IN) == 0 ? sometimes : mostly) + " " + random.nextInt(1000);
    }

    private @Nullable Failure failure(String stage, String path) {
        if (random.nextDouble() < failureRate) {
            return new Failure(stage, path, "ENGINE", "failed as told at " + stage + path);
        }
        return silenceRate > 0 && random.nextDouble() < silenceRate ? Failure.late(stage, path) : null;
    }
}
