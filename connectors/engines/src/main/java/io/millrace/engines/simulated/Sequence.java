package io.millrace.engines.simulated;

/** One answer that a {@link BatchEngine} writes. Changed by it only; for its thread. */
public final class Sequence {

    private final Prompt prompt;
    private final int length;
    private int cached;
    private int unread;
    private int written;
    private boolean cancelled;

    Sequence(Prompt prompt, int length) {
        this.prompt = prompt;
        this.length = length;
        this.unread = prompt.tokens();
    }

    public Prompt prompt() {
        return prompt;
    }

    /** Tokens of the prompt that were cached when the sequence was admitted. */
    public int cached() {
        return cached;
    }

    /** Tokens written so far. */
    public int written() {
        return written;
    }

    /** Whether the answer is whole. */
    public boolean isDone() {
        return written >= length;
    }

    void admit(int cachedTokens) {
        cached = cachedTokens;
        unread -= cachedTokens;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean decodes() {
        return unread <= 0;
    }

    int unread() {
        return unread;
    }

    void read(int tokens) {
        unread -= tokens;
    }

    void write() {
        written++;
    }

    long context() {
        return (long) prompt.tokens() + written;
    }
}
