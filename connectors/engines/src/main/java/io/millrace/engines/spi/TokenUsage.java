package io.millrace.engines.spi;

/**
 * Tokens of a call, running totals.
 *
 * @param promptTokens tokens of the prompt
 * @param cachedTokens tokens of the prompt that a prefix cache held
 * @param completionTokens tokens written
 */
public record TokenUsage(long promptTokens, long cachedTokens, long completionTokens) {

    /** Nothing used. */
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0);

    public TokenUsage {
        if (promptTokens < 0 || cachedTokens < 0 || completionTokens < 0) {
            throw new IllegalArgumentException("token counts must not be negative, were " + promptTokens + ", "
                    + cachedTokens + ", " + completionTokens);
        }
    }
}
