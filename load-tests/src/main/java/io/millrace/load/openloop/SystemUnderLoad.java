package io.millrace.load.openloop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A system that runs the workflow of the headline experiment. An instance serves one run: start, many questions, close. */
public interface SystemUnderLoad extends Questions, AutoCloseable {

    /**
     * Returns once questions can be asked.
     *
     * @param engine below which there are {@code /v1/chat/completions} and {@code /search} of the simulated replicas
     */
    void start(URI engine) throws IOException, InterruptedException;

    /** Of the system's own processes since {@link #start} returned, without the engine's and without whoever asks. */
    Duration processorTime();

    /** Ends what is under way. */
    @Override
    void close();

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
