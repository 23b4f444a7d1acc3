package io.millrace.engines.simulated;

/** Leading tokens of prompts that a replica need not read again. For one thread. */
public interface PrefixCache {

    /**
     * Takes a prompt in.
     *
     * @return how many of its leading tokens were there already, a multiple of {@link Prompt#BLOCK}
     */
    int admit(Prompt prompt);

    /** Whether all whole blocks of the shared tokens are there, without taking note of the question. */
    boolean holds(Prompt prompt);

    /** What it holds, in tokens. */
    long tokens();
}
