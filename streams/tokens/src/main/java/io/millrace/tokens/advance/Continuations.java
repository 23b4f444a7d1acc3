package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.SupersededRun;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.Sampling;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.plan.Retry;
import io.millrace.tokens.plan.Stage;
import java.util.Objects;

/**
 * Goes on with the text of a run that ended early, where the stage says so and decoding is repeatable: another run is asked
 * for what follows that text. What it writes is numbered after it and goes by the first run's number, the origin, so that
 * neither the client nor what descends from the call sees a seam.
 */
final class Continuations {

    private Continuations() {}

    /** Whether there is a text to go on with, and a run that is asked may do so. */
    static boolean isPossible(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        return stage.work().retry() == Retry.CONTINUE
                && item.getRun() != null
                && Sampling.isRepeatable(Calls.parameters(run, stage))
                && !text(run, stage, path, item).isEmpty();
    }

    /** Asks for what follows the text so far, if that of the call's last run is to be gone on with. */
    static void addTo(Work work, RequestRun run, Stage stage, ItemPath path, ItemState item) {
        if (item.getRun() != null && Bills.isSuperseded(item, item.getRun()) && isPossible(run, stage, path, item)) {
            work.setContinues(item.getRun());
            work.setSofar(text(run, stage, path, item));
        }
    }

    /** Whether a run was asked to go on where the call stands. */
    static boolean isAsked(ItemState item, Element start) {
        return start.getContinues() != null
                && start.getContinues().equals(item.getRun())
                && Bills.isSuperseded(item, start.getContinues());
    }

    /** The run that {@code start} announces goes on with the text. */
    static void goOn(RequestRun run, Stage stage, ItemPath path, ItemState item, Element start) {
        long from = Objects.requireNonNull(start.getRun(), "a worker names its run");
        item.setOrigin(origin(item));
        item.setBase(item.getNextSeq() - 1);
        item.setRun(from);
        item.setLane(start.getLane() != null ? start.getLane() : item.getLane());
        item.setStartedAt(start.getAt());
        item.setUsage(start.getUsage());
        run.save(stage, path, item);
        new Fragments(run, stage, path, item).adopt(from);
    }

    /** A run that began anew, though the text so far is to be gone on with, is known from now on, so that it is billed. */
    static void note(RequestRun run, Stage stage, ItemPath path, ItemState item, long other) {
        item.getSuperseded().add(new SupersededRun(other, new Usage(0L, 0L, 0L)));
        run.save(stage, path, item);
    }

    /** Numbers an element of the current run as what descends from the call knows it. */
    static Element numbered(ItemState item, Element element) {
        return item.getOrigin() == null
                ? element
                : Element.newBuilder(element)
                        .setRun(item.getOrigin())
                        .setSeq(item.getBase() + element.getSeq())
                        .build();
    }

    /** The run by whose number the text of a call that has begun goes. */
    static long origin(ItemState item) {
        return Objects.requireNonNull(
                item.getOrigin() != null ? item.getOrigin() : item.getRun(), "only a run that began has output");
    }

    private static String text(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        return Objects.requireNonNullElse(new Fragments(run, stage, path, item).text(), "");
    }
}
