package io.millrace.load.langgraph;

import io.millrace.load.headline.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A system that runs the workflow of the headline experiment. An instance serves one run: start, many questions, close. */
public interface SystemUnderLoad extends AutoCloseable {

    /**
     * Returns once questions can be asked.
     *
     * @param engine below which there are {@code /v1/chat/completions} and {@code /search} of the simulated replicas
     */
    void start(URI engine) throws IOException, InterruptedException;

    /**
     * Asks and does not wait. For one thread.
     *
     * @param id of the question, rising from 0 in a run; no two prompts may be the same
     * @param answer sizes of what the simulated model answers
     * @param progress told by any thread, also before this returns
     */
    void ask(int id, Answer answer, Progress progress);

    /** Of the system's own processes since the start, without the engine's. */
    Duration processorTime();

    /** Ends what is under way. */
    @Override
    void close();

    /** Hears what becomes of one question: its first verdict, then its end, or that it failed. */
    interface Progress {

        void firstVerdict();

        void ended();

        void failed(String reason);
    }

    /** Makes a system for each run. */
    @FunctionalInterface
    interface Factory {

        SystemUnderLoad create();
    }

    /**
     * One of those that are compared.
     *
     * @param name as the report has it
     */
    record Contender(String name, Factory factory) {}
}
