package io.millrace.tokens;

import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.Work;
import org.jspecify.annotations.Nullable;

/** One run of a call as a worker emits it, element by element: START is number 0. */
final class HandRun {

    private final Work work;
    private final long run;
    private long seq;

    HandRun(Work work, long run) {
        this.work = work;
        this.run = run;
    }

    long run() {
        return run;
    }

    Element start() {
        return next(ElementKind.START).build();
    }

    Element text(String fragment) {
        return next(ElementKind.DATA).setText(fragment).build();
    }

    /** A fragment with the tokens used so far. */
    Element text(String fragment, Usage sofar) {
        return next(ElementKind.DATA).setText(fragment).setUsage(sofar).build();
    }

    Element whole(String json) {
        return next(ElementKind.DATA).setComplete(true).setJson(json).build();
    }

    Element document(DocumentRef document) {
        return next(ElementKind.DATA).setComplete(true).setDocument(document).build();
    }

    Element end(Usage usage) {
        return next(ElementKind.END).setUsage(usage).build();
    }

    Element end() {
        return end(new Usage(10L, 2L, 3L));
    }

    Element end(@Nullable FinishReason reason) {
        var end = end();
        end.setFinishReason(reason);
        return end;
    }

    Element error(String code, Usage usage) {
        return next(ElementKind.ERROR)
                .setErrorCode(code)
                .setErrorMessage("failed as told")
                .setUsage(usage)
                .build();
    }

    /** Fails for a reason that may pass. */
    Element failsForNow(Usage usage) {
        var error = error("ENGINE_TIMEOUT", usage);
        error.setRetryable(true);
        return error;
    }

    private Element.Builder next(ElementKind kind) {
        return Element.newBuilder()
                .setRequestId(work.getRequestId())
                .setTenant(work.getTenant())
                .setStage(work.getStage())
                .setPath(work.getPath())
                .setAttempt(work.getAttempt())
                .setRun(run)
                .setContinues(kind == ElementKind.START ? work.getContinues() : null)
                .setSeq(seq++)
                .setKind(kind)
                .setPool(work.getPool())
                .setLane(work.getLane())
                .setReplica("by-hand")
                .setAt(work.getAt());
    }
}
