package io.millrace.tokens.model;

/**
 * What an output descends from, as a number. Work and elements carry the lineage of each prefix of their path as their
 * attempt, so that what was made of one input is never taken for what was made of another: not after a run was replaced,
 * and not when an aborted transaction is derived again from elements that come in another order. Compared for equality only.
 */
public final class Lineage {

    /** Of the question. */
    public static final int QUESTION = 0;

    private Lineage() {}

    /** Of the output of a run; runs are random, so two of them rarely agree (2^-31). */
    public static int of(long run) {
        return Long.hashCode(run * 0x9E3779B97F4A7C15L) & Integer.MAX_VALUE;
    }

    /** Of an output made of several, in order. */
    public static int join(int sofar, int next) {
        return of(sofar * 0x1_0000_0001L + next + 1);
    }
}
