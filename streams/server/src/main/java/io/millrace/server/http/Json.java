package io.millrace.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** JSON in and out, read strictly: bounded depth, no duplicate fields, nothing after the document. */
public final class Json {

    private static final int DEEPEST = 100;

    /** Thread safe. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Jackson's messages may name the place where a bracket was opened, with words about its own settings. */
    private static final Pattern LOCATION = Pattern.compile("\\[Source: [^\\]]*?(line: \\d+, column: \\d+)\\]");

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static String text(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ProblemException INVALID_BODY */
    public static JsonNode parse(byte[] bytes) {
        try {
            var json = MAPPER.readTree(bytes);
            if (json == null || json.isMissingNode()) {
                throw Problem.INVALID_BODY.because("the body is empty; JSON was expected");
            }
            return json;
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            var where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            var message = LOCATION.matcher(e.getOriginalMessage()).replaceAll("$1");
            throw new ProblemException(Problem.INVALID_BODY, "not JSON: " + message + where, e);
        } catch (IOException e) {
            throw new ProblemException(Problem.INVALID_BODY, "not JSON", e);
        }
    }

    /** JSON made by this system, as a tree; as a string where it turns out not to be JSON. */
    public static JsonNode embedded(String text) {
        try {
            var json = MAPPER.readTree(text);
            return json.isMissingNode() ? MAPPER.getNodeFactory().textNode(text) : json;
        } catch (JsonProcessingException e) {
            return MAPPER.getNodeFactory().textNode(text);
        }
    }

    /**
     * The body of a request.
     *
     * @throws ProblemException UNSUPPORTED_MEDIA_TYPE when it is not declared as JSON, INVALID_BODY when it is not JSON
     */
    public static JsonNode body(Context context) {
        var type = mediaType(context);
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            throw Problem.UNSUPPORTED_MEDIA_TYPE.because(
                    "send Content-Type: application/json, was '" + (type.isEmpty() ? "none" : type) + "'");
        }
        return parse(context.bodyAsBytes());
    }

    /** Media type of the body in lower case, without parameters; empty where there is none. */
    public static String mediaType(Context context) {
        var header = context.header("Content-Type");
        if (header == null) {
            return "";
        }
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    /** Answers with JSON. */
    public static void answer(Context context, int status, JsonNode json) {
        context.status(status).contentType("application/json").result(text(json));
    }
}
