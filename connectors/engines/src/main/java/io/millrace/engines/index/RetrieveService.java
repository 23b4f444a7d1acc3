package io.millrace.engines.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Service {@code retrieve}: the passages of the index that fit a query, as a JSON array of {@code id, title, source, text,
 * score}, best first. The query is {@code input.query}, else {@code claim}, else {@code question}; {@code k} and {@code mode} come from
 * the stage's parameters, else the input, else the settings.
 */
public final class RetrieveService implements Service {

    static final String INDEX_MISSING = "INDEX_MISSING";
    static final String INDEX_UNREADABLE = "INDEX_UNREADABLE";
    static final String BAD_INPUT = "BAD_INPUT";

    private static final List<String> QUERY_FIELDS = List.of("query", "claim", "question");

    /** Rounds scores, so that they read the same wherever they were computed. */
    private static final double SCORE_STEPS = 1e6;

    private final DocumentIndex index;
    private final RetrieveSettings settings;

    public RetrieveService(DocumentIndex index, RetrieveSettings settings) {
        this.index = index;
        this.settings = settings;
    }

    @Override
    public ServiceAnswer call(ServiceRequest request) throws ServiceException {
        var query = query(request.input());
        try {
            return ServiceAnswer.json(toJson(index.search(query, k(request), mode(request))));
        } catch (IndexMissingException e) {
            throw new ServiceException(INDEX_MISSING, String.valueOf(e.getMessage()), false, e);
        } catch (IOException e) {
            throw new ServiceException(
                    INDEX_UNREADABLE, "the document index cannot be read: " + e.getMessage(), true, e);
        }
    }

    @Override
    public void close() {
        try {
            index.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the document index", e);
        }
    }

    private static String query(JsonNode input) throws ServiceException {
        for (var field : QUERY_FIELDS) {
            var value = input.path(field);
            if (value.isTextual() && !value.textValue().isBlank()) {
                return value.textValue();
            }
        }
        throw new ServiceException(BAD_INPUT, "a retrieval needs a query, a claim or a question in its input", false);
    }

    private int k(ServiceRequest request) throws ServiceException {
        var value = parameter(request, "k", Integer.toString(settings.k()));
        try {
            int k = Integer.parseInt(value);
            if (k >= 1 && k <= RetrieveSettings.MAX_K) {
                return k;
            }
        } catch (NumberFormatException e) {
            throw new ServiceException(BAD_INPUT, "k must be a whole number, was '" + value + "'", false, e);
        }
        throw new ServiceException(BAD_INPUT, "k must be in 1.." + RetrieveSettings.MAX_K + ", was " + value, false);
    }

    private SearchMode mode(ServiceRequest request) throws ServiceException {
        var value = parameter(request, "mode", settings.mode().id());
        return SearchMode.of(value)
                .orElseThrow(() -> new ServiceException(
                        BAD_INPUT, "mode must be dense, bm25 or fusion, was '" + value + "'", false));
    }

    private static String parameter(ServiceRequest request, String name, String otherwise) {
        var parameter = request.parameters().get(name);
        return parameter != null ? parameter : request.input().path(name).asText(otherwise);
    }

    private static ArrayNode toJson(List<Hit> hits) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var hit : hits) {
            var passage = hit.passage();
            array.addObject()
                    .put("id", passage.id())
                    .put("title", passage.title())
                    .put("source", passage.source())
                    .put("text", passage.text())
                    .put("score", Math.round(hit.score() * SCORE_STEPS) / SCORE_STEPS);
        }
        return array;
    }
}
