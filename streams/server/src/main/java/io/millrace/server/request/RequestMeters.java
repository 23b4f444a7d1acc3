package io.millrace.server.request;

import io.millrace.core.metrics.MeterDescription;
import io.millrace.core.metrics.MeterDescription.Kind;
import java.util.List;

/** Meters of requests whose callers wait at this front door, each tagged with the pipeline. */
public final class RequestMeters {

    static final String PIPELINE = "pipeline";
    static final String OUTCOME = "outcome";

    private static final List<String> TAGS = List.of(PIPELINE);

    public static final MeterDescription ASKED = new MeterDescription(
            "millrace.request.asked", Kind.COUNTER, TAGS, "Requests that were put, also those that nobody waits for.");

    public static final MeterDescription FIRST_TEXT = new MeterDescription(
            "millrace.request.first.text",
            Kind.HISTOGRAM,
            TAGS,
            "Time from a question to the first text of its answer.");

    public static final MeterDescription BETWEEN_TEXTS = new MeterDescription(
            "millrace.request.between.texts",
            Kind.HISTOGRAM,
            TAGS,
            "Time between two pieces of the text of an answer; a piece has one to a few tokens.");

    public static final MeterDescription FIRST_VERDICT = new MeterDescription(
            "millrace.request.first.verdict",
            Kind.HISTOGRAM,
            TAGS,
            "Time from a question to the first item beside its text: of verified-answer the first checked sentence.");

    public static final MeterDescription DURATION = new MeterDescription(
            "millrace.request.duration",
            Kind.HISTOGRAM,
            List.of(PIPELINE, OUTCOME),
            "Time from a question to its result, by how it ended: COMPLETE, PARTIAL, FAILED, CANCELLED.");

    public static final MeterDescription GOOD = new MeterDescription(
            "millrace.request.good",
            Kind.COUNTER,
            TAGS,
            "Requests that were complete within tokens.slo.ms: their rate is the goodput.");

    private RequestMeters() {}
}
