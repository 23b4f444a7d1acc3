package io.millrace.tokens.advance;

import io.millrace.tokens.model.Bitmap;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.plan.Operator;
import io.millrace.tokens.plan.Stage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes back what was made of an output that begins anew, from another run: its children and all below them, what folds and
 * first-ks have handed on of them, and all that was made of that. Open calls are cancelled; late elements of theirs are told
 * apart by their lineage. The front door hears of each item that its client was told. Nests as deep as a plan is long.
 */
final class Voids {

    private final Calls calls;
    private final Announcer announcer;

    Voids(Calls calls, Announcer announcer) {
        this.calls = calls;
        this.announcer = announcer;
    }

    /**
     * The output of {@code stage} at {@code path} begins anew.
     *
     * @param newRun the run of the call upstream that it begins with
     */
    void behind(RequestRun run, Stage stage, ItemPath path, long newRun) {
        for (var next : run.plan.consumers(stage.id())) {
            if (next.op() == Operator.SPLIT) {
                children(run, next, path, newRun);
            } else if (next.op().closesLevel()) {
                child(run, next, path, newRun);
            } else if (next.op() != Operator.SINK) {
                output(run, next, path, newRun);
            }
        }
    }

    /** All that a split has cut at a path, and what has closed over it. */
    private void children(RequestRun run, Stage split, ItemPath path, long newRun) {
        var state = run.item(split, path);
        if (state == null) {
            return;
        }
        calls.affinity().reset(run, split, path);
        var below = Keys.below(run.id(), path, split.id());
        var missing = new AtomicInteger(state.getMissing() ? 1 : 0);
        run.state.items().forEach(below, (key, item) -> {
            calls.cancelSuperseded(run, key, item);
            run.plan
                    .find(Keys.stage(key))
                    .ifPresent(stage -> announcer.takenBack(run, stage, Keys.path(key), item, newRun));
            run.state.items().delete(key);
            if (item.getMissing()) {
                missing.incrementAndGet();
            }
        });
        run.state.fragments().deleteAll(below);
        run.state.scopes().deleteAll(below);
        run.forgetMissing(split, path, missing.get());
        run.state.items().delete(Keys.item(run.id(), path, split.name()));
        for (var collector : run.plan.collectors(split.id())) {
            run.state.scopes().delete(Keys.item(run.id(), path, collector.name()));
            output(run, collector, path, newRun);
        }
    }

    /** A child of a scope has ended and will end once more. */
    private void child(RequestRun run, Stage collector, ItemPath child, long newRun) {
        var path = child.parent();
        var key = Keys.item(run.id(), path, collector.name());
        var scope = run.state.scopes().get(key);
        var index = child.last().getIndex();
        if (scope == null || !Bitmap.of(scope.getDone()).has(index)) {
            return;
        }
        var survivors = Bitmap.of(scope.getSurvivors());
        var didWithout = collector.op() == Operator.FIRST_K
                && !survivors.has(index)
                && survivors.count() >= collector.work().most();
        scope.setDone(Bitmap.of(scope.getDone()).without(index).bytes());
        scope.setSurvivors(survivors.without(index).bytes());
        if (!didWithout) {
            scope.setClosed(false);
            output(run, collector, path, newRun);
        }
        run.state.scopes().put(key, scope);
    }

    /** An output with all that was made of it; that of a fold begins anew under the number of the new run. */
    private void output(RequestRun run, Stage stage, ItemPath path, long newRun) {
        var key = Keys.item(run.id(), path, stage.name());
        var item = run.state.items().get(key);
        if (item == null) {
            return;
        }
        calls.cancelSuperseded(run, key, item);
        run.state.fragments().deleteAll(Keys.fragments(run.id(), path, stage.name()));
        run.forgetMissing(stage, path, item.getMissing() ? 1 : 0);
        run.state.items().delete(key);
        if (stage.isPinned()) {
            calls.affinity().beginsAnew(run, stage, path);
        }
        if (stage.streams() && item.getRun() != null) {
            announcer.reset(run, stage, path, item, newRun);
        } else {
            announcer.takenBack(run, stage, path, item, newRun);
        }
        if (stage.op() == Operator.FOLD && item.getRun() != null) {
            var anew = run.itemOrNew(stage, path);
            anew.setAttempt(item.getAttempt());
            anew.setRun(newRun);
            run.save(stage, path, anew);
        }
        behind(run, stage, path, newRun);
    }
}
