package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.FlushOn;
import java.time.Duration;

/**
 * When what a model has written becomes a record. Each record costs the broker, the topology and the worker more than its
 * tokens cost the model, so none is made before somebody can use it.
 *
 * @param maxTokens most tokens of a record
 * @param maxWait longest time a token waits for the next ones
 * @param atItems whether one is made where an item seems to end, see {@link ItemBoundary}
 * @param afterItems whether one is made of the first token behind such a place too: some parsers know that an item has ended
 *     only by what follows it
 */
record FlushRule(int maxTokens, Duration maxWait, boolean atItems, boolean afterItems) {

    private static final int MOST_TOKENS = 256;

    /** What a worker that dies had written and not passed on is written, and paid, again: it is bounded. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    FlushRule {
        if (maxTokens < 1 || maxWait.isNegative()) {
            throw new IllegalArgumentException(
                    "a batch needs at least one token and no negative wait, was " + maxTokens + " and " + maxWait);
        }
    }

    /** What the topology asks for, within what the settings of the worker say of tokens that are read as they come. */
    static FlushRule of(FlushOn wanted, int tokens, Duration wait) {
        return switch (wanted) {
            case ITEMS -> new FlushRule(Math.max(tokens, MOST_TOKENS), longer(wait, LONGEST_WAIT), true, true);
            case END -> new FlushRule(Math.max(tokens, MOST_TOKENS), longer(wait, LONGEST_WAIT), false, false);
            default -> new FlushRule(tokens, wait, true, false);
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
