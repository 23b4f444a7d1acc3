package io.millrace.load.openloop;

import io.millrace.load.headline.Answer;

/** Where questions are asked. */
@FunctionalInterface
public interface Questions {

    /**
     * Asks and does not wait. For one thread.
     *
     * @param id of the question, rising from 0 in a run; no two prompts may be the same
     * @param answer sizes of what the simulated model answers
     * @param progress told by any thread, also before this returns
     */
    void ask(int id, Answer answer, Progress progress);

    /** Hears what becomes of one question: its first verdict, then its end, or that it failed. */
    interface Progress {

        void firstVerdict();

        void ended();

        void failed(String reason);
    }
}
