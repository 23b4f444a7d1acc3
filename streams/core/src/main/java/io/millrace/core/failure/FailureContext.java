package io.millrace.core.failure;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What {@link FailurePolicy} needs and Kafka Streams cannot give it. Handed over inside the configuration of Kafka Streams
 * under {@link #KEY}, because the handlers are made by class name, one for each thread.
 *
 * @param application id of the application, first part of the dead letter topic's name
 * @param maxBytes values over this are cut in dead letters
 */
public record FailureContext(
        String application, int maxBytes, MeterRegistry meters, GlobalDeadLetters globalDeadLetters) {

    /** Key in the configuration of Kafka Streams. */
    public static final String KEY = "millrace.failure.context";
}
