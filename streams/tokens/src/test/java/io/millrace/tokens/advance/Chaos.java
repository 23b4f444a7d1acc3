package io.millrace.tokens.advance;

/** How much goes wrong: rates between 0 and 1. */
record Chaos(double reordered, double repeated, double killed, double aborted, double failed) {

    static final Chaos NONE = new Chaos(0, 0, 0, 0, 0);
    static final Chaos SHUFFLED = new Chaos(0.05, 0.01, 0, 0, 0.02);
    static final Chaos KILLED = new Chaos(0.05, 0.01, 0.02, 0, 0.02);
    static final Chaos ABORTED = new Chaos(0.05, 0.01, 0.02, 0.25, 0.02);

    static final Chaos MIXED = new Chaos(0.05, 0.01, 0.01, 0.2, 0.05);

    /** For calls that never end: each begins again with its worker, and all below it. */
    static final Chaos RARELY_KILLED = new Chaos(0.05, 0.01, 0.002, 0.25, 0);
}
