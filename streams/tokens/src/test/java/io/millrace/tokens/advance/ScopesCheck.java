package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.tokens.Paths;
import io.millrace.tokens.advance.RandomPlan.Behind;
import io.millrace.tokens.advance.RandomPlan.Cut;
import io.millrace.tokens.advance.Transaction.Output;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the topology says of one request and keeps its own books of each scope: which children it has, of which run,
 * how many there will be, which have ended, whether it has closed. A RESET voids the scopes below it, which may then be
 * opened and closed anew, by another run.
 */
final class ScopesCheck {

    private static final class Scope {
        /** What each child descends from. */
        final List<Integer> children = new ArrayList<>();

        /** What a fold has handed on. */
        final StringBuilder told = new StringBuilder();

        final Set<Integer> ended = new HashSet<>();

        @Nullable
        Integer cardinality;

        @Nullable
        Integer lineage;

        @Nullable
        Object closing;

        boolean isDue() {
            return cardinality != null && cardinality == ended.size() && closing == null;
        }
    }

    private final RandomPlan plan;

    /** Scopes that are not void, by their collecting stage and their path. */
    private final Map<String, Scope> scopes = new HashMap<>();

    private final Set<String> closedOnce = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();
    private final Set<String> due = new HashSet<>();
    private boolean isOver;

    private ScopesCheck(RandomPlan plan) {
        this.plan = plan;
    }

    /**
     * Invariants 2, 3, 4 and 9 for one request.
     *
     * @return what each scope that is not void has closed with, by collecting stage and path, as an {@link Expectation} has it
     */
    static Map<String, Object> closings(RandomPlan plan, List<Output> outputs) {
        var check = new ScopesCheck(plan);
        var poll = 0;
        for (var output : outputs) {
            if (output.poll() != poll) {
                check.assertNoneDue();
            }
            poll = output.poll();
            if (output.record() instanceof Element element) {
                check.take(element);
            } else if (output.record() instanceof CallUsage bill) {
                check.take(bill);
            } else if (output.record() instanceof Result) {
                check.isOver = true;
            }
        }
        check.assertNoneDue();
        return check.closings();
    }

    /** Invariant 4: with the event that ends the last child a scope closes. */
    private void assertNoneDue() {
        assertThat(due).as("scopes whose children have all ended, not closed").isEmpty();
    }

    private void take(Element element) {
        var stage = element.getStage();
        assertThat(isOver)
                .as("%s of %s after the result", element.getKind(), stage)
                .isFalse();
        assertDescends(element);
        if (element.getKind() == ElementKind.RESET) {
            reset(element);
            return;
        }
        var own = element.getPath().isEmpty() ? null : cut(element.getPath());
        if (element.getKind() == ElementKind.SPLIT_END
                || own != null && own.split().equals(stage)) {
            split(element);
        } else if (element.getKind() == ElementKind.DATA && !element.getComplete()) {
            handOn(element);
            return;
        } else if (isCollector(stage)) {
            close(element);
        }
        ended(stage, element.getPath());
        if (element.getKind() == ElementKind.DROP && isBeforeACall(element)) {
            ended(level(element).stage("a"), element.getPath());
        }
    }

    /** A call whose input is dropped does not say so again. */
    private boolean isBeforeACall(Element element) {
        return element.getStage().startsWith("c")
                && EnumSet.of(Behind.LLM, Behind.CALL).contains(level(element).behind());
    }

    /** A call that ends well says so on the topic of elements; here its bill tells. */
    private void take(CallUsage bill) {
        if (bill.getStatus().equals("DONE")) {
            ended(bill.getStage(), bill.getPath());
        }
    }

    /** Nothing comes before what it descends from, and nothing that descends from a run comes after its RESET. */
    private void assertDescends(Element element) {
        var path = element.getPath();
        var isChild = !path.isEmpty() && cut(path).split().equals(element.getStage());
        var ownLevel = isChild && element.getKind() != ElementKind.SPLIT_END ? 1 : 0;
        for (var depth = 0; depth < path.size() - ownLevel; depth++) {
            var scope = scopes.get(key(cut(path.subList(0, depth + 1)), path.subList(0, depth)));
            assertThat(scope)
                    .as("split that %s at %s descends from", element.getStage(), Paths.text(path))
                    .isNotNull();
            assertThat(scope.children).hasSizeGreaterThan(path.get(depth).getIndex());
            assertThat(element.getAttempt().get(depth))
                    .as("run that %s at %s descends from", element.getStage(), Paths.text(path))
                    .isEqualTo(scope.children.get(path.get(depth).getIndex()));
        }
    }

    /** Invariant 3, first half: children come in order, then how many there were. */
    private void split(Element element) {
        var isEnd = element.getKind() == ElementKind.SPLIT_END;
        var path = isEnd ? element.getPath() : parent(element.getPath());
        var cut = plan.cuts().get(plan.splitOf(element.getStage()));
        var key = key(cut, path);
        var scope = scopes.computeIfAbsent(key, any -> new Scope());
        assertThat(scope.cardinality).as("SPLIT_END of " + key + " so far").isNull();
        var lineage = element.getAttempt().get(path.size());
        assertThat(scope.lineage == null || scope.lineage.equals(lineage) || grows(cut))
                .as("one run for all children of " + key)
                .isTrue();
        assertThat(replaced).doesNotContain(key + lineage);
        scope.lineage = lineage;
        if (isEnd) {
            assertThat(element.getCardinality()).isEqualTo(scope.children.size());
            scope.cardinality = scope.children.size();
            note(key, scope);
        } else {
            var last = element.getPath().get(path.size());
            assertThat(last.getIndex()).as("next child of " + key).isEqualTo(scope.children.size());
            scope.children.add(lineage);
        }
    }

    private void ended(String stage, List<Level> path) {
        if (path.isEmpty() || !stage.equals(cut(path).last())) {
            return;
        }
        var last = path.get(path.size() - 1);
        var key = key(cut(path), parent(path));
        var scope = scopes.get(key);
        assertThat(scope)
                .as("scope of the child that ended at " + Paths.text(path))
                .isNotNull();
        assertThat(scope.ended.add(last.getIndex()))
                .as("child %d of %s ends once", last.getIndex(), key)
                .isTrue();
        note(key, scope);
    }

    /** Invariants 2 and 3: once until it is void, never twice for a run, never before SPLIT_END and all children. */
    private void close(Element element) {
        var key = element.getStage() + Paths.text(element.getPath());
        var scope = scopes.get(key);
        assertThat(scope).as("scope of the closing " + key).isNotNull();
        assertThat(scope.closing).as("closings of " + key + " before").isNull();
        assertThat(scope.isDue())
                .as("%s has its %s children, of which ended %s", key, scope.cardinality, scope.ended)
                .isTrue();
        var ancestors = element.getAttempt().subList(0, element.getPath().size());
        assertThat(closedOnce.add(key + ancestors + scope.lineage))
                .as("one closing of " + key + " for a run")
                .isTrue();
        scope.closing = closing(element);
        assertTold(element, scope);
        note(key, scope);
    }

    /** What a fold has handed on is what it closes with. */
    private void assertTold(Element element, Scope scope) {
        var isFold =
                element.getStage().startsWith("c") && level(element).closer().isFold();
        if (isFold && element.getJson() != null) {
            var lines = ((List<?>) Values.parse(element.getJson()))
                    .stream().map(Expectation::line).toList();
            assertThat(scope.told.toString()).isEqualTo(String.join("\n", lines));
        }
    }

    private static Object closing(Element element) {
        return switch (element.getKind()) {
            case DROP -> Expectation.DROPPED;
            case ERROR -> element.getErrorCode() + ": " + element.getErrorMessage();
            default -> ResultCheck.withoutRuns(element.getJson());
        };
    }

    /** Voids what descends from the split of the run that is replaced. */
    private void reset(Element element) {
        var told = scopes.get(element.getStage() + Paths.text(element.getPath()));
        if (told != null) {
            told.told.setLength(0);
        }
        plan.cuts().forEach((splitId, cut) -> {
            if (cut.source().equals(element.getStage()) && streams(cut)) {
                replace(key(cut, element.getPath()), Paths.text(element.getPath()) + splitId + ".");
            }
        });
        due.retainAll(scopes.keySet());
    }

    private void replace(String key, String below) {
        var scope = scopes.get(key);
        if (scope != null) {
            assertThat(scope.cardinality)
                    .as("SPLIT_END of the replaced run at " + key)
                    .isNull();
            replaced.add(key + scope.lineage);
        }
        scopes.keySet().removeIf(other -> other.equals(key) || other.contains(below));
    }

    /** Fragments of a fold are what survived so far, in the order of the children. */
    private void handOn(Element element) {
        var scope = scopes.get(element.getStage() + Paths.text(element.getPath()));
        assertThat(scope).as("scope of what a fold hands on").isNotNull();
        assertThat(scope.closing).isNull();
        assertThat(element.getSeq() == 1)
                .as("first fragment, %s of %s", element.getSeq(), element.getStage())
                .isEqualTo(scope.told.isEmpty());
        scope.told.append(element.getText());
    }

    private boolean streams(Cut cut) {
        return grows(cut) || plan.level(cut.source().charAt(1) - '0').source().streams();
    }

    /** Whether more and more goes into what is cut, as in a fold. */
    private static boolean grows(Cut cut) {
        return cut.source().startsWith("c");
    }

    private boolean isCollector(String stage) {
        return plan.cuts().values().stream().anyMatch(cut -> cut.collector().equals(stage));
    }

    private Cut cut(List<Level> path) {
        return plan.cuts().get(path.get(path.size() - 1).getSplitId());
    }

    private void note(String key, Scope scope) {
        if (scope.isDue()) {
            due.add(key);
        } else {
            due.remove(key);
        }
    }

    private Map<String, Object> closings() {
        var closings = new HashMap<String, Object>();
        scopes.forEach((key, scope) -> {
            if (scope.closing != null) {
                closings.put(key, scope.closing);
            }
        });
        return closings;
    }

    private RandomPlan.Level level(Element element) {
        return plan.level(element.getStage().charAt(1) - '0');
    }

    private static List<Level> parent(List<Level> path) {
        return path.subList(0, path.size() - 1);
    }

    private static String key(Cut cut, List<Level> path) {
        return cut.collector() + Paths.text(path);
    }
}
