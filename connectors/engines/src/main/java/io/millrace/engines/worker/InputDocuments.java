package io.millrace.engines.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.documents.Document;
import io.millrace.core.documents.DocumentReader;
import io.millrace.core.documents.DocumentUnreadableException;
import io.millrace.core.documents.DocumentValue;
import io.millrace.events.avro.tokens.DocumentRef;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The documents in the input of a call, at any depth, and their content. Only those that were written for the request of
 * the call count: what a service or a caller made up to look like one is passed on as it is.
 */
final class InputDocuments {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String requestId;
    private final Set<DocumentRef> refs = new LinkedHashSet<>();
    private final Map<DocumentRef, JsonNode> contents = new HashMap<>();

    InputDocuments(String requestId, JsonNode input) {
        this.requestId = requestId;
        find(input);
    }

    boolean isEmpty() {
        return refs.isEmpty();
    }

    /** Size of all of them together. */
    long bytes() {
        return refs.stream().mapToLong(DocumentRef::getBytes).sum();
    }

    /** Reads all; blocks. */
    void read(DocumentReader reader) throws DocumentUnreadableException {
        for (var ref : refs) {
            contents.put(ref, content(ref, reader.read(ref)));
        }
    }

    /** The input with the content of each document in its place, as JSON or else as a string. Changes what it is given. */
    JsonNode fill(JsonNode node) {
        var ref = ref(node);
        if (ref.isPresent()) {
            return contents.getOrDefault(ref.get(), node);
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(fill(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (var index = 0; index < array.size(); index++) {
                array.set(index, fill(array.get(index)));
            }
        }
        return node;
    }

    private void find(JsonNode node) {
        var ref = ref(node);
        if (ref.isPresent()) {
            refs.add(ref.get());
        } else {
            node.forEach(this::find);
        }
    }

    private Optional<DocumentRef> ref(JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            return Optional.empty();
        }
        return DocumentValue.parse(JSON.convertValue(node, Object.class)).filter(ref -> Document.isOf(requestId, ref));
    }

    private static JsonNode content(DocumentRef ref, String content) {
        if (!Document.isJson(ref)) {
            return JSON.getNodeFactory().textNode(content);
        }
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document says that it is JSON and is not: " + ref.getDocumentId(), e);
        }
    }
}
