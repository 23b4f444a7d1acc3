package io.millrace.engines.simulated;

/**
 * What a sequence reads before it writes.
 *
 * @param blocks one hash for each whole block of the shared tokens, each chained to those before it: equal hashes mean equal
 *     prompts up to there
 * @param sharedTokens leading tokens that other prompts may begin with as well
 * @param tokens all of them
 */
public record Prompt(Blocks blocks, int sharedTokens, int tokens) {

    /** Tokens of a block. */
    public static final int BLOCK = 16;

    /** Characters of a token. */
    static final int TOKEN_CHARACTERS = 4;

    public Prompt {
        if (sharedTokens < 0 || tokens < sharedTokens || tokens < 1) {
            throw new IllegalArgumentException(
                    "a prompt needs 0 <= shared <= tokens and one token, was " + sharedTokens + " of " + tokens);
        }
        if (blocks.size() != sharedTokens / BLOCK) {
            throw new IllegalArgumentException(
                    sharedTokens + " shared tokens have " + sharedTokens / BLOCK + " blocks, not " + blocks.size());
        }
    }

    /**
     * A prompt of which only the head matters, not its words.
     *
     * @param head what this head and no other is called
     */
    public static Prompt ofHead(long head, int sharedTokens, int ownTokens) {
        return new Prompt(Blocks.ofHead(head, sharedTokens / BLOCK), sharedTokens, sharedTokens + ownTokens);
    }

    /**
     * A prompt that a trace tells of by names of its parts. All whole blocks before its last token may be shared.
     *
     * @param parts each named so that equal names mean equal prompts up to its end
     * @param partTokens of each part but the last, a multiple of {@link #BLOCK}
     * @throws IllegalArgumentException when the parts are fewer than the tokens
     */
    public static Prompt ofParts(long[] parts, int partTokens, int tokens) {
        int blocks = (tokens - 1) / BLOCK;
        if (partTokens % BLOCK != 0 || (long) parts.length * partTokens < (long) blocks * BLOCK) {
            throw new IllegalArgumentException(
                    parts.length + " parts of " + partTokens + " tokens are no prompt of " + tokens);
        }
        return new Prompt(Blocks.ofParts(parts, partTokens / BLOCK, blocks), blocks * BLOCK, tokens);
    }

    /** All of a text but its last token, which has to be read for there to be a first answer, may be shared. */
    static Prompt ofText(String text) {
        int tokens = Math.max(1, tokensIn(text));
        int shared = tokens - 1;
        return new Prompt(Blocks.ofText(text, shared / BLOCK), shared, tokens);
    }

    static int tokensIn(String text) {
        return (text.length() + TOKEN_CHARACTERS - 1) / TOKEN_CHARACTERS;
    }
}
