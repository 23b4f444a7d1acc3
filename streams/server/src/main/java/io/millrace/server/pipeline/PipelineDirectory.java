package io.millrace.server.pipeline;

import io.millrace.events.avro.tokens.Plan;
import java.util.List;
import java.util.Optional;

/** The pipelines that can be asked. */
public interface PipelineDirectory {

    /**
     * The current version of each pipeline, by name.
     *
     * @throws io.millrace.queries.ProblemException NOT_READY or STORE_MOVING
     */
    List<Plan> current();

    /**
     * The current version of a pipeline.
     *
     * @throws io.millrace.queries.ProblemException NOT_READY or STORE_MOVING
     */
    Optional<Plan> find(String pipeline);

    /** One version of a pipeline. */
    Optional<Plan> find(String pipeline, int version);
}
