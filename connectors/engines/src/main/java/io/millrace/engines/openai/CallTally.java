package io.millrace.engines.openai;

import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one call: what the server reported last, else an estimate. Servers report in the last chunk, so that the bill
 * of an aborted call is always estimated: a token for four characters of the prompt, rounded up, and a token for each
 * chunk of the answer. Not safe for use by several threads.
 */
final class CallTally {

    private static final int CHARACTERS_PER_TOKEN = 4;

    private final long promptEstimate;
    private long chunks;
    private @Nullable TokenUsage reported;

    CallTally(EngineRequest request) {
        long characters = request.messages().stream()
                .mapToLong(message -> message.getContent().length())
                .sum();
        this.promptEstimate = (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    /** A chunk of the answer came. */
    void wrote() {
        chunks++;
    }

    /** What a chunk said of the usage; null where it said nothing. */
    void reported(@Nullable TokenUsage usage) {
        if (usage != null) {
            reported = usage;
        }
    }

    TokenUsage usage() {
        return reported == null ? new TokenUsage(promptEstimate, 0, chunks) : reported;
    }
}
