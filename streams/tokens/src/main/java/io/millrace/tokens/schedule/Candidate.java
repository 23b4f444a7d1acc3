package io.millrace.tokens.schedule;

import java.util.function.LongPredicate;

/**
 * A replica to choose from, with what was sent to it since its report counted as if it were reported.
 *
 * @param name who it is
 * @param calls running and waiting
 * @param limit calls that it runs at once
 * @param queuedTokens prompt tokens that its engine has still to read
 * @param meanCallMillis mean time of its last calls, 0 while it has ended none
 * @param holds whether a block of a prompt is cached there, or will be by what was sent
 */
record Candidate(String name, int calls, int limit, long queuedTokens, double meanCallMillis, LongPredicate holds) {

    /**
     * Prompt tokens that are as much to do as a call: a model of 8 billion parameters on an A100 reads them in 0.3 s, about its
     * share of the iterations that write a call's some hundred tokens in a batch of twenty.
     */
    static final double TOKENS_OF_CALL = 4_096;

    /** What it has to do for each call that it can run at once. */
    double load() {
        return work() / limit;
    }

    /** What it has to do, in calls: one prompt may have as much to read as many calls have to write. */
    double work() {
        return calls + queuedTokens / TOKENS_OF_CALL;
    }

    /** Leading blocks of the prompt that it holds. */
    int matched(PromptPrefix prefix) {
        var matched = 0;
        for (long block : prefix.blocks()) {
            if (!holds.test(block)) {
                break;
            }
            matched++;
        }
        return matched;
    }

    /** Share of the prompt that it holds, 0 to 1. */
    double match(PromptPrefix prefix) {
        return prefix.isEmpty() ? 0 : matched(prefix) / (double) prefix.size();
    }
}
