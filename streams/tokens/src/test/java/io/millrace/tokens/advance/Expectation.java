package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.tokens.advance.RandomPlan.Behind;
import io.millrace.tokens.advance.RandomPlan.Level;
import io.millrace.tokens.advance.RandomPlan.Source;
import io.millrace.tokens.advance.RandomTree.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must come of a request over a tree, by plain recursion: each stage is done for all of its items before the next, as
 * a run with barriers would. Knows nothing of elements, runs and scopes.
 */
final class Expectation {

    /** In place of the list of a scope that a filter dropped. */
    static final String DROPPED = "dropped";

    /**
     * What is left at a path: a value, or a failure with nothing to show, or neither when it was dropped.
     *
     * @param late whether it is known at the deadline only
     */
    private record Left(@Nullable Object value, @Nullable Failure failure, boolean late) {}

    private final RandomTree tree;

    /** What the answer lacks, in no order. */
    final List<Failure> missing = new ArrayList<>();

    /** By collecting stage and path: the list, or why there is none, or {@link #DROPPED}. Each scope that closes is there. */
    final Map<String, Object> closings = new HashMap<>();

    /** By fold and path: lines of it that end before the first child that is late. */
    private final Map<String, Integer> linesInTime = new HashMap<>();

    private final Left answer;

    Expectation(RandomTree tree) {
        this.tree = tree;
        this.answer = at("/", 1, tree.question);
    }

    ResultStatus status() {
        return answer.failure() != null
                ? ResultStatus.FAILED
                : missing.isEmpty() ? ResultStatus.COMPLETE : ResultStatus.PARTIAL;
    }

    /** The answer; empty when it was dropped or failed. */
    Object value() {
        return answer.value() == null ? "" : answer.value();
    }

    /** Why the request failed, otherwise null. */
    @Nullable
    Failure cause() {
        return answer.failure();
    }

    /** Whether some call would not end but for the deadline. */
    boolean isLate() {
        return missing.stream().anyMatch(Expectation::isLate);
    }

    private Left at(String path, int number, Object above) {
        if (number > tree.plan.depth()) {
            return leaf(path);
        }
        var level = tree.plan.level(number);
        var scope = scope(path, level, above);
        closings.put(level.stage("c") + path, closing(scope));
        return level.behind() == Behind.SPLIT ? lines(path, level, scope) : behind(path, level, scope);
    }

    /** The value of each child once more, as a line that a call digests; one that comes at the deadline is too late for that. */
    private Left lines(String path, Level level, Left scope) {
        var digests = new ArrayList<>();
        var late = scope.late();
        if (scope.value() != null) {
            var values = (List<?>) scope.value();
            var inTime = late ? linesInTime.get(level.stage("c") + path) : values.size();
            for (var i = 0; i < values.size(); i++) {
                if (i < inTime) {
                    digests.add(RandomTree.digest(line(values.get(i))));
                } else {
                    missing.add(
                            Failure.late(level.stage("b"), path + tree.plan.splitOf(level.stage("t")) + "." + i + "/"));
                }
            }
        }
        var left = scope.value() == null ? scope : new Left(digests, null, late);
        closings.put(level.stage("a") + path, closing(left));
        return left;
    }

    /** A value as a fold hands it on. */
    static String line(Object value) {
        return value instanceof String text ? text : Values.write(value);
    }

    private static Object closing(Left scope) {
        return scope.value() != null
                ? scope.value()
                : scope.failure() != null ? scope.failure().reason() : DROPPED;
    }

    private Left leaf(String path) {
        var main = leafAnswer(path);
        if (!tree.plan.leaf().joined()) {
            return main;
        }
        var other = tree.answer("v", path);
        if (other.failure() != null) {
            missing.add(other.failure());
        }
        var late = main.late() || isLate(other.failure());
        var failure = main.failure() != null ? main.failure() : other.failure();
        if (failure != null || main.value() == null) {
            return new Left(null, failure, late);
        }
        var joined = new LinkedHashMap<String, Object>();
        joined.put(tree.plan.leafAnswer(), main.value());
        joined.put("v", other.lines().get(0));
        return new Left(joined, null, late);
    }

    private Left leafAnswer(String path) {
        var answer = tree.answer("w", path);
        if (answer.failure() != null) {
            return failed(answer.failure());
        }
        var word = (String) answer.lines().get(0);
        if (tree.plan.leaf().filtered() && word.startsWith("drop")) {
            return new Left(null, null, false);
        }
        return new Left(tree.plan.leaf().mapped() ? "m " + word : word, null, false);
    }

    private Left scope(String path, Level level, Object above) {
        if (level.source() == Source.DIRECT) {
            return list(path, level, (List<?>) above, null);
        }
        if (level.sifted() && ((String) above).startsWith("skip")) {
            return new Left(null, null, false);
        }
        var answer = tree.answer(level.stage("g"), path);
        var failure = answer.failure();
        if (failure != null) {
            missing.add(failure);
            return list(path, level, level.source().streams() ? answer.lines() : List.of(), failure);
        }
        var isVoid = level.source() == Source.FILTERED && answer.lines().contains("void");
        return isVoid ? new Left(null, null, false) : list(path, level, answer.lines(), null);
    }

    private Left list(String path, Level level, List<?> children, @Nullable Failure failure) {
        var survivors = new ArrayList<>();
        var late = false;
        var handedOn = 0;
        for (var i = 0; i < children.size(); i++) {
            var child = at(level.child(path, i), level.number() + 1, children.get(i));
            late |= child.late();
            if (child.value() != null) {
                survivors.add(child.value());
                handedOn += late ? 0 : 1;
            }
        }
        // The last line that is handed on ends with the next one.
        linesInTime.put(level.stage("c") + path, Math.max(0, handedOn - 1));
        late |= isLate(failure);
        return failure != null && survivors.isEmpty() ? new Left(null, failure, late) : new Left(survivors, null, late);
    }

    /** A call that would begin at the deadline does not. */
    private Left behind(String path, Level level, Left scope) {
        if (level.behind() == Behind.NOTHING || scope.value() == null) {
            return scope;
        }
        if (level.behind() == Behind.MAP) {
            return new Left("all of " + scope.value(), null, scope.late());
        }
        var stage = level.stage("a");
        var failure = scope.late()
                ? Failure.late(stage, path)
                : tree.answer(stage, path).failure();
        return failure != null ? failed(failure) : new Left(RandomTree.digest(scope.value()), null, false);
    }

    private Left failed(Failure failure) {
        missing.add(failure);
        return new Left(null, failure, isLate(failure));
    }

    private static boolean isLate(@Nullable Failure failure) {
        return failure != null && failure.code().equals(RandomTree.DEADLINE);
    }
}
