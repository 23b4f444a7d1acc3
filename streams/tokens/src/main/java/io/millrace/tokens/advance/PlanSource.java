package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Plan;
import org.jspecify.annotations.Nullable;

/** The pipelines that are known now. */
public interface PlanSource {

    /**
     * @param version 0 for the current one
     * @return null while no such plan has been seen
     */
    @Nullable
    Plan find(String pipeline, int version);
}
