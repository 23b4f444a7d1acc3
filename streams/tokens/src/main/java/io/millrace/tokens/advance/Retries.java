package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.plan.Retry;
import io.millrace.tokens.plan.Stage;
import java.util.ArrayList;

/** Begins calls again whose engine failed for a reason that may pass, as often as the request may. */
final class Retries {

    private final Calls calls;
    private final int budget;

    /** @param budget most calls that one request begins again */
    Retries(Calls calls, int budget) {
        this.calls = calls;
        this.budget = budget;
    }

    /** @return whether the call was begun again, so that {@code last} does not end it */
    boolean begin(RequestRun run, Stage stage, ItemPath path, ItemState item, Element last) {
        if (last.getKind() != ElementKind.ERROR
                || !Boolean.TRUE.equals(last.getRetryable())
                || stage.work().retry() == Retry.NONE
                || run.request().getRetries() >= budget
                || run.isExpired()) {
            return false;
        }
        run.change().setRetries(run.request().getRetries() + 1);
        // Its number goes to what follows the text so far.
        item.setNextSeq(last.getSeq());
        Bills.supersede(run, stage, path, item, "FAILED");
        beginAgain(run, stage, path, item);
        return true;
    }

    /**
     * Sends the work of a call whose run is over once more, as another attempt: the worker that has done the last one would
     * take it for a repeat, and what is still to come of that one must not be taken for this one's.
     */
    void beginAgain(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        var attempt = new ArrayList<>(item.getAttempt());
        var last = attempt.size() - 1;
        attempt.set(last, Lineage.join(attempt.get(last), item.getSuperseded().size()));
        item.setAttempt(attempt);
        run.save(stage, path, item);
        calls.issueAgain(run, stage, path, item);
    }
}
