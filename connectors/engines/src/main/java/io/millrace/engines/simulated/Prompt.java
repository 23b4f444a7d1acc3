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
