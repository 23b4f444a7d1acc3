package io.millrace.load.headline;

import io.millrace.engines.simulated.PrefixCache;
import io.millrace.engines.simulated.Prompt;

/** A cache that counts the shared tokens it was asked for and those it had. */
final class CountedCache implements PrefixCache {

    private final PrefixCache cache;
    private long asked;
    private long found;

    CountedCache(PrefixCache cache) {
        this.cache = cache;
    }

    /** The begun block at the end of a shared head counts with the head, as the reference has it. */
    @Override
    public int admit(Prompt prompt) {
        int tokens = cache.admit(prompt);
        asked += prompt.sharedTokens();
        found += tokens == 0 ? 0 : tokens + prompt.sharedTokens() % Prompt.BLOCK;
        return tokens;
    }

    @Override
    public boolean holds(Prompt prompt) {
        return cache.holds(prompt);
    }

    @Override
    public long tokens() {
        return cache.tokens();
    }

    long asked() {
        return asked;
    }

    long found() {
        return found;
    }
}
