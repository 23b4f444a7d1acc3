package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.plan.Stage;
import java.util.Objects;

/**
 * What was billed of runs whose calls are no more, or never were: of what descends from a run that another one replaced, and
 * of work that was sent by a transaction that aborted. Workers say last what such a run used until it stopped, and the rest
 * is billed then. Kept until the TTL of the request has passed.
 */
final class ForgottenRuns {

    private ForgottenRuns() {}

    /** The call is about to be forgotten: what its runs were billed is kept. */
    static void keep(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        if (item.getRun() != null && !Bills.isSuperseded(item, item.getRun())) {
            put(run, stage, path, item.getRun(), Bills.orNothing(item.getUsage()));
        }
        item.getSuperseded().forEach(old -> put(run, stage, path, old.getRun(), old.getUsage()));
    }

    /** Bills what the last element of a run says that it used beyond what it was billed for. */
    static void bill(RequestRun run, Stage stage, Element last, Usage total) {
        long of = Objects.requireNonNull(last.getRun(), "a worker names its run");
        var known = run.state.fragments().get(Keys.forgotten(run.id(), of));
        var billed = Bills.orNothing(known == null ? null : known.getUsage());
        if (!total.equals(billed)) {
            put(run, stage, ItemPath.of(last.getPath()), of, total);
            Bills.rest(run, stage, last, Bills.difference(total, billed));
        }
    }

    private static void put(RequestRun run, Stage stage, ItemPath path, long of, Usage billed) {
        var kept = Element.newBuilder()
                .setRequestId(run.id())
                .setStage(stage.name())
                .setPath(path.levels())
                .setRun(of)
                .setSeq(0)
                .setKind(ElementKind.CANCEL)
                .setUsage(billed)
                .setAt(run.now)
                .build();
        run.state.fragments().put(Keys.forgotten(run.id(), of), kept);
    }
}
