package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.tokens.model.Bitmap;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.plan.Operator;
import io.millrace.tokens.plan.Stage;
import java.util.Objects;

/**
 * Hands on what a fold has so far: the text of each surviving child as soon as it and all before it have ended, on a line
 * of its own. Where it stands is kept in its item, which stays open until the scope closes: {@code children} looked at, the
 * {@code run} and {@code nextSeq} of the next fragment, and the {@code lineage} of what was handed on. Fragments are kept as
 * those of calls are, since splits cut them from there.
 */
final class Folds {

    private final Flow flow;

    Folds(Flow flow) {
        this.flow = flow;
    }

    /** A child of the scope at {@code path} has ended. */
    void goOn(RequestRun run, Stage fold, ItemPath path, Bitmap done, Bitmap survivors) {
        if (run.isCancelled(path)) {
            return;
        }
        var item = run.itemOrNew(fold, path);
        for (var index = item.getChildren(); done.has(index); index++) {
            item.setChildren(index + 1);
            if (survivors.has(index)) {
                handOn(run, fold, path, item, index);
            }
            run.save(fold, path, item);
        }
    }

    private void handOn(RequestRun run, Stage fold, ItemPath path, ItemState item, int index) {
        var place = path.child(fold.level(), index);
        var child = Objects.requireNonNull(
                run.item(run.plan.stage(fold.input()), place), "a surviving child keeps its output");
        if (item.getRun() == null) {
            item.setRun((long) lineageOfScope(run, fold, path));
        }
        item.setLineage(Lineage.join(Lineage.join(item.getLineage(), index), child.getLineage()));
        item.setAttempt(run.attempt(path, item.getLineage()));
        item.setNextSeq(Math.max(1, item.getNextSeq()));
        var text = (item.getNextSeq() == 1 ? "" : "\n") + text(child);
        var fragment = flow.announcer().partial(run, fold, path, item, text);
        item.setNextSeq(fragment.getSeq() + 1);
        feed(run, fold, path, item, fragment);
    }

    private void feed(RequestRun run, Stage fold, ItemPath path, ItemState item, Element fragment) {
        var fragments = new Fragments(run, fold, path, item);
        for (var next : run.plan.consumers(fold.id())) {
            if (next.op() == Operator.SPLIT) {
                fragments.add(fragment);
                run.later(() -> flow.splits().feed(run, next, path, fragments, fragment.getSeq()));
            }
        }
    }

    /** The scope has closed: what was handed on is cut, once the steps that wait are done. */
    void forget(RequestRun run, Stage fold, ItemPath path) {
        run.later(() -> run.state.fragments().deleteAll(Keys.fragments(run.id(), path, fold.name())));
    }

    /** Of the first child: of another run of what is split, it is another. */
    private static int lineageOfScope(RequestRun run, Stage fold, ItemPath path) {
        var first = run.item(run.plan.stage(fold.level()), path.child(fold.level(), 0));
        return Objects.requireNonNull(first, "a scope whose child has ended has a first one")
                .getLineage();
    }

    private static String text(ItemState child) {
        var value = Objects.requireNonNullElse(Values.valueOf(child), "");
        return value instanceof String text ? text : Values.write(value);
    }
}
