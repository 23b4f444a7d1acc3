package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.events.avro.tokens.ScopeState;
import io.millrace.tokens.model.Bitmap;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Operator;
import io.millrace.tokens.plan.Stage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;

/**
 * Closes scopes by sets, whatever the order in which children end: a scope is closed when its cardinality is known and as
 * many children have ended, or as many have survived as are wanted, and only then. Nothing is inferred from order, time or
 * the last one seen.
 */
final class Scopes {

    private final Flow flow;
    private final Folds folds;
    private final Siblings siblings;

    Scopes(Flow flow, Calls calls) {
        this.flow = flow;
        this.folds = new Folds(flow);
        this.siblings = new Siblings(flow, calls);
    }

    /** A child ended. */
    void child(RequestRun run, Stage collect, ItemPath child, Outcome outcome) {
        var path = child.parent();
        var scope = scope(run, collect, path);
        var index = child.last().getIndex();
        var done = Bitmap.of(scope.getDone());
        if (done.has(index)) {
            return;
        }
        scope.setDone(done.with(index).bytes());
        if (outcome.isDone() && !scope.getClosed()) {
            scope.setSurvivors(Bitmap.of(scope.getSurvivors()).with(index).bytes());
        }
        if (collect.op() == Operator.FOLD && !scope.getClosed()) {
            folds.goOn(run, collect, path, Bitmap.of(scope.getDone()), Bitmap.of(scope.getSurvivors()));
        }
        settle(run, collect, path, scope);
    }

    /** Whether what the stage would do at a path is of no use any more: a scope has closed without the child that it is in. */
    boolean isCalledOff(RequestRun run, Stage stage, ItemPath path) {
        for (var firstK : run.plan.calledOffBy(stage.id())) {
            var depth = firstK.depth();
            if (path.depth() > depth) {
                var scope = scope(run, firstK, path.prefix(depth));
                var index = path.levels().get(depth).getIndex();
                if (scope.getClosed() && !Bitmap.of(scope.getSurvivors()).has(index)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The split of the level has emitted all its children.
     *
     * @param input how the input of the split ended: a dropped one drops the scope, a failed one leaves it truncated
     * @throws IllegalStateException when the scope had another cardinality already
     */
    void opened(RequestRun run, Stage collect, ItemPath path, int cardinality, Outcome input) {
        var scope = scope(run, collect, path);
        if (scope.getCardinality() >= 0 && scope.getCardinality() != cardinality) {
            throw new IllegalStateException("scope " + Keys.item(run.id(), path, collect.name()) + " has "
                    + scope.getCardinality() + " children and is told " + cardinality);
        }
        if (input.status() == ItemStatus.DROPPED && !scope.getClosed()) {
            close(run, collect, path, scope);
            flow.finish(run, collect, path, input.passedOn());
            return;
        }
        scope.setCardinality(cardinality);
        scope.setTruncated(!input.isDone());
        settle(run, collect, path, scope);
    }

    private void settle(RequestRun run, Stage collect, ItemPath path, ScopeState scope) {
        var survivors = Bitmap.of(scope.getSurvivors());
        var complete = scope.getCardinality() >= 0 && Bitmap.of(scope.getDone()).count() == scope.getCardinality();
        var isEnough = collect.op() == Operator.FIRST_K
                && survivors.count() >= collect.work().most();
        if (scope.getClosed() || !complete && !isEnough) {
            run.state.scopes().put(Keys.item(run.id(), path, collect.name()), scope);
            return;
        }
        close(run, collect, path, scope);
        if (scope.getTruncated() && survivors.count() == 0) {
            var split = split(run, collect, path);
            flow.finish(
                    run,
                    collect,
                    path,
                    Outcome.failed(
                            String.valueOf(split.getErrorCode()),
                            String.valueOf(split.getErrorMessage()),
                            split.getLineage()));
        } else {
            flow.finish(run, collect, path, joined(run, collect, path, survivors));
        }
        if (collect.op() == Operator.FOLD) {
            folds.forget(run, collect, path);
        }
        if (isEnough) {
            siblings.callOff(run, collect, path, survivors);
        }
    }

    /** The closed scope stays as a tombstone, so that it never closes twice. */
    private static void close(RequestRun run, Stage collect, ItemPath path, ScopeState scope) {
        scope.setClosed(true);
        run.state.scopes().put(Keys.item(run.id(), path, collect.name()), scope);
    }

    /** A list of the survivors in the order of their index; as text too when all of them are text. */
    private static Outcome joined(RequestRun run, Stage collect, ItemPath path, Bitmap survivors) {
        var input = run.plan.stage(collect.input());
        var values = new ArrayList<Object>();
        var lineage = new int[] {split(run, collect, path).getLineage()};
        var first = new long[] {run.now};
        survivors.forEach(index -> {
            var item = Objects.requireNonNull(
                    run.item(input, path.child(collect.level(), index)), "a surviving child keeps its output");
            lineage[0] = Lineage.join(Lineage.join(lineage[0], index), item.getLineage());
            first[0] = Math.min(first[0], item.getEndedAt());
            values.add(Objects.requireNonNullElse(Values.valueOf(item), ""));
        });
        run.effects.closed(run.plan.name(), Duration.ofMillis(run.now - first[0]));
        var text = values.stream().allMatch(String.class::isInstance)
                ? String.join("\n", values.stream().map(String.class::cast).toList())
                : null;
        return Outcome.done(text, Values.write(values), lineage[0]);
    }

    private static ItemState split(RequestRun run, Stage collect, ItemPath path) {
        return Objects.requireNonNull(
                run.item(run.plan.stage(collect.level()), path), "a scope has a split that opened it");
    }

    private static ScopeState scope(RequestRun run, Stage collect, ItemPath path) {
        var scope = run.state.scopes().get(Keys.item(run.id(), path, collect.name()));
        if (scope != null) {
            return scope;
        }
        return ScopeState.newBuilder()
                .setDone(ByteBuffer.allocate(0))
                .setSurvivors(ByteBuffer.allocate(0))
                .build();
    }
}
