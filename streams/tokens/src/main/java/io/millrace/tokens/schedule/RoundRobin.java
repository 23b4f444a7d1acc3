package io.millrace.tokens.schedule;

import java.util.List;

/** One replica after the other. */
final class RoundRobin implements Policy {

    @Override
    public int choose(PromptPrefix prefix, int cost, List<Candidate> candidates) {
        return 0;
    }
}
