package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Puts the outputs of several stages at one path into one object, once all of them have ended there. What has ended is read
 * from the outputs themselves, so there is nothing of its own to keep or to take back.
 */
final class Joins {

    private final Flow flow;

    Joins(Flow flow) {
        this.flow = flow;
    }

    /** One of the inputs has ended. */
    void ended(RequestRun run, Stage join, ItemPath path) {
        var known = run.item(join, path);
        if (known != null && known.getStatus() != ItemStatus.OPEN) {
            return;
        }
        var sides = new ArrayList<ItemState>();
        for (var input : join.inputs()) {
            var side = run.item(run.plan.stage(input), path);
            if (side == null || side.getStatus() == ItemStatus.OPEN) {
                return;
            }
            sides.add(side);
        }
        flow.finish(run, join, path, outcome(run, join, sides));
    }

    /** A failed side fails it, else a dropped one drops it. */
    private static Outcome outcome(RequestRun run, Stage join, List<ItemState> sides) {
        var lineage = Lineage.QUESTION;
        var isDropped = false;
        for (var side : sides) {
            lineage = Lineage.join(lineage, side.getLineage());
            isDropped |= side.getStatus() == ItemStatus.DROPPED;
        }
        for (var side : sides) {
            if (side.getStatus() == ItemStatus.FAILED) {
                return Outcome.failed(
                        String.valueOf(side.getErrorCode()), String.valueOf(side.getErrorMessage()), lineage);
            }
        }
        return isDropped ? Outcome.dropped(lineage) : Outcome.done(null, joined(run, join, sides), lineage);
    }

    private static String joined(RequestRun run, Stage join, List<ItemState> sides) {
        var values = new LinkedHashMap<String, Object>();
        for (var i = 0; i < sides.size(); i++) {
            var name = run.plan.stage(join.inputs().get(i)).name();
            values.put(name, Objects.requireNonNullElse(Values.valueOf(sides.get(i)), ""));
        }
        return Values.write(values);
    }
}
