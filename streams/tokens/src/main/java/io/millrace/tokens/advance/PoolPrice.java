package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Usage;

/**
 * What a million tokens of a pool cost, in whatever currency the installation counts in.
 *
 * @param prompt of tokens of a prompt that the engine had to read
 * @param cached of tokens of a prompt that it held already; they are a part of the prompt and cost this instead
 * @param completion of tokens that it wrote
 */
public record PoolPrice(double prompt, double cached, double completion) {

    static final PoolPrice FREE = new PoolPrice(0, 0, 0);

    private static final double UNIT = 1e6;

    public PoolPrice {
        if (!(prompt >= 0 && cached >= 0 && completion >= 0)) {
            throw new IllegalArgumentException(
                    "prices must be at least 0, were " + prompt + ", " + cached + ", " + completion);
        }
    }

    double of(Usage usage) {
        var read = usage.getPromptTokens() - usage.getCachedTokens();
        return (read * prompt + usage.getCachedTokens() * cached + usage.getCompletionTokens() * completion) / UNIT;
    }
}
