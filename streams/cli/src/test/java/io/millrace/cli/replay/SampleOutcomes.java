package io.millrace.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.http.Api;
import io.millrace.cli.replay.Outcome.Ending;
import io.millrace.cli.replay.Outcome.Figures;
import io.millrace.cli.replay.Outcome.Missing;
import io.millrace.cli.replay.Outcome.StageFigures;
import java.util.List;

/** Outcomes for tests, each made of another. */
final class SampleOutcomes {

    private SampleOutcomes() {}

    /** Version 1, 1 call of a stage {@code answer}. */
    static Outcome complete(String requestId, String text, String json) {
        var figures = new Figures(1, 10, 0, 5, 400, 0);
        return new Outcome(
                requestId,
                "headlines",
                1,
                new Ending("COMPLETE", "STOP", ""),
                text,
                json(json),
                List.of(),
                figures,
                List.of(new StageFigures("answer", figures)));
    }

    static Outcome ending(String status, String finishReason, String errorCode, Outcome of) {
        var ending = new Ending(status, finishReason, errorCode);
        return new Outcome(
                of.requestId(),
                of.pipeline(),
                of.version(),
                ending,
                of.text(),
                of.json(),
                of.missing(),
                of.total(),
                of.stages());
    }

    static Outcome missing(Outcome of, Missing... missing) {
        return new Outcome(
                of.requestId(),
                of.pipeline(),
                of.version(),
                of.ending(),
                of.text(),
                of.json(),
                List.of(missing),
                of.total(),
                of.stages());
    }

    /** On version 2, where a stage {@code checked} makes all the calls. */
    static Outcome taking(int calls, Outcome of) {
        var figures = new Figures(calls, 20, 4, 5, 400, 0.00125);
        return new Outcome(
                of.requestId(),
                of.pipeline(),
                2,
                of.ending(),
                of.text(),
                of.json(),
                of.missing(),
                figures,
                List.of(new StageFigures("checked", figures)));
    }

    private static JsonNode json(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
