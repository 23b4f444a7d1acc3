package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.tokens.model.Bitmap;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Stage;

/**
 * Calls off what is of no use any more when a scope has as many children as it wants: the open calls of stages that lead to
 * nothing else, below the other children. They are billed for what they used and their items are dropped, and with those
 * what would have been made of them.
 */
final class Siblings {

    private final Flow flow;
    private final Calls calls;

    Siblings(Flow flow, Calls calls) {
        this.flow = flow;
        this.calls = calls;
    }

    /** @param chosen children that the scope at {@code path} has closed with */
    void callOff(RequestRun run, Stage firstK, ItemPath path, Bitmap chosen) {
        run.state.items().forEach(Keys.below(run.id(), path, firstK.level()), (key, item) -> {
            var place = Keys.path(key);
            var index = place.levels().get(path.depth()).getIndex();
            if (item.getStatus() == ItemStatus.OPEN && !chosen.has(index)) {
                run.plan
                        .find(Keys.stage(key))
                        .filter(stage -> stage.op().isCall()
                                && run.plan.calledOffBy(stage.id()).contains(firstK))
                        .ifPresent(stage -> callOff(run, stage, place, item));
            }
        });
    }

    private void callOff(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        calls.cancel(run, stage, path, item, "as many of its siblings as are wanted have ended");
        Bills.bill(run, stage, path, item, "CANCELLED");
        new Fragments(run, stage, path, item).forget();
        flow.finish(run, stage, path, Outcome.dropped(Calls.lineage(item)));
    }
}
