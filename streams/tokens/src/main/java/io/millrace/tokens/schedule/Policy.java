package io.millrace.tokens.schedule;

import java.util.List;

/**
 * A rule by which a replica is chosen. Used by one thread. Depends on nothing but what it is given, now or earlier, and,
 * where it says so, the seed of its random choices.
 */
interface Policy {

    /**
     * @param cost estimated prompt tokens of the call
     * @param candidates never empty, each replica once, beginning with another one each time: of equals the first is taken
     * @return index of the chosen candidate
     */
    int choose(PromptPrefix prefix, int cost, List<Candidate> candidates);

    /** Whether it asks what prompts begin with; they are not hashed for one that does not. */
    default boolean readsPrefixes() {
        return false;
    }
}
