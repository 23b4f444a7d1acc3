package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import java.util.Objects;

/** Answers to workers that began what nobody waits for. */
final class Cancellations {

    private Cancellations() {}

    /** Calls off the run that {@code start} announces, on the lane where its work came from. */
    static Work of(Element start, long now) {
        return Work.newBuilder()
                .setRequestId(start.getRequestId())
                .setTenant(start.getTenant())
                .setKind(WorkKind.CANCEL)
                .setPool(Objects.requireNonNullElse(start.getPool(), ""))
                .setLane(Objects.requireNonNullElse(start.getLane(), 0))
                .setPipeline("")
                .setStage(start.getStage())
                .setPath(start.getPath())
                .setAttempt(start.getAttempt())
                .setRun(start.getRun())
                .setReason("nobody waits for it")
                .setAt(now)
                .setDeadline(start.getDeadline())
                .build();
    }
}
