package io.millrace.load.headline.routing;

import io.millrace.engines.simulated.EngineProfile.Batch;
import java.util.function.IntUnaryOperator;

/** A way to choose replicas: equal ones choose alike. */
public interface Routing {

    /** One word for tables. */
    String id();

    /**
     * A policy at the start of a run.
     *
     * @param batch what each replica runs and holds at most
     * @param random draws an index below its argument
     */
    RouterPolicy create(int replicas, Batch batch, IntUnaryOperator random);
}
