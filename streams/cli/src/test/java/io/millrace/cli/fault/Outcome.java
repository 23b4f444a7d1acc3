package io.millrace.cli.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a result says, without times, usage and ids: equal for the same question however often its request was disturbed. */
record Outcome(
        ResultStatus status,
        boolean complete,
        @Nullable String text,
        @Nullable JsonNode json,
        @Nullable String error,
        List<Missing> missing) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Outcome of(Result result) {
        return new Outcome(
                result.getStatus(),
                result.getComplete(),
                result.getText(),
                json(result.getJson()),
                result.getErrorCode(),
                List.copyOf(result.getMissing()));
    }

    private static @Nullable JsonNode json(@Nullable String json) {
        try {
            return json == null ? null : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a result is no JSON: " + json, e);
        }
    }
}
