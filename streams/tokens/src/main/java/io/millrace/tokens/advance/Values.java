package io.millrace.tokens.advance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.documents.DocumentValue;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.plan.Plan;
import io.millrace.tokens.plan.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that a stage sees at a path: text as strings, JSON as maps, lists, numbers and so on; of a document only
 * where it is.
 */
final class Values {

    /** Half of what can be read and written: room for what maps and lists put around a value. */
    static final int MOST_DEPTH = 500;

    /** For JSON from outside. */
    private static final ObjectMapper BOUNDED = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Values() {}

    /** By name; what has no value yet is left out. Also {@code parameters}, those of the request. */
    static Map<String, Object> of(RequestRun run, Stage stage, ItemPath path) {
        var values = new LinkedHashMap<String, Object>();
        var input = run.input();
        stage.visible().forEach((name, id) -> {
            var value = id == Plan.QUESTION ? input.getInput() : value(run, run.plan.stage(id), path);
            if (value != null) {
                values.put(name, value);
            }
        });
        stage.soFar()
                .forEach((name, id) -> soFar(run, run.plan.stage(id), path).ifPresent(text -> values.put(name, text)));
        values.put("parameters", input.getParameters());
        return values;
    }

    /** The same without documents: nothing can be said of their content. */
    static Map<String, Object> readable(RequestRun run, Stage stage, ItemPath path) {
        var values = of(run, stage, path);
        values.values().removeIf(value -> DocumentValue.parse(value).isPresent());
        return values;
    }

    private static @Nullable Object value(RequestRun run, Stage stage, ItemPath path) {
        var item = run.item(stage, path.prefix(stage.depth()));
        if (item == null) {
            return null;
        }
        return valueOf(item);
    }

    /** The texts of the children of a split up to the one that the path is in; none where one of them is a document. */
    private static Optional<String> soFar(RequestRun run, Stage split, ItemPath path) {
        var parent = path.prefix(split.depth() - 1);
        var last = path.levels().get(parent.depth()).getIndex();
        var texts = new ArrayList<String>();
        for (var index = 0; index <= last; index++) {
            var child = run.item(split, parent.child(split.id(), index));
            if (child == null || child.getDocument() != null) {
                return Optional.empty();
            }
            texts.add(Objects.requireNonNullElse(child.getText(), String.valueOf(child.getJson())));
        }
        return Optional.of(String.join(" ", texts));
    }

    /** What an item holds; null where that is nothing. */
    static @Nullable Object valueOf(ItemState item) {
        if (item.getDocument() != null) {
            return DocumentValue.of(item.getDocument());
        }
        return item.getJson() == null ? item.getText() : parse(item.getJson());
    }

    static Object parse(String json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an item holds JSON that was not checked: " + e.getOriginalMessage(), e);
        }
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    /**
     * The JSON in what a model wrote: the whole of it, or what lies between the first bracket and the last.
     *
     * @return null when there is none, and where it is nested deeper than {@link #MOST_DEPTH}
     */
    static @Nullable String jsonIn(String text) {
        var whole = valid(text);
        if (whole != null) {
            return whole;
        }
        var object = between(text, '{', '}');
        return object != null ? object : between(text, '[', ']');
    }

    private static @Nullable String between(String text, char open, char close) {
        var from = text.indexOf(open);
        var to = text.lastIndexOf(close);
        return from < 0 || to < from ? null : valid(text.substring(from, to + 1));
    }

    private static @Nullable String valid(String text) {
        try {
            var tree = BOUNDED.readTree(text);
            return tree.isMissingNode() ? null : tree.toString();
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
