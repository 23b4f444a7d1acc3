package io.millrace.tokens.schedule;

import io.millrace.events.tokens.PromptBlocks;
import java.util.List;

/**
 * What a prompt begins with.
 *
 * @param blocks as {@link PromptBlocks} hashes them; empty where nothing is known or the policy does not ask
 */
public record PromptPrefix(List<Long> blocks) {

    /** Of a call without a prompt. */
    public static final PromptPrefix NONE = new PromptPrefix(List.of());

    public PromptPrefix {
        blocks = List.copyOf(blocks);
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    int size() {
        return blocks.size();
    }
}
