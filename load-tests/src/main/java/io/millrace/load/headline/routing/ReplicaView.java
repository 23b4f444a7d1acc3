package io.millrace.load.headline.routing;

import io.millrace.engines.simulated.Prompt;

/** What a router may know of a replica, as it is at this moment. */
public interface ReplicaView {

    /** Calls that have not ended. */
    int load();

    /** Whether the head of the prompt is cached. */
    boolean holds(Prompt prompt);

    long cachedTokens();
}
