package io.millrace.core.documents;

import io.millrace.events.avro.tokens.DocumentRef;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a document stands among the values of a stage: as the map {@code {"document": {...}}}, until a call takes it. */
public final class DocumentValue {

    private static final String DOCUMENT = "document";
    private static final String ID = "documentId";
    private static final String CHUNKS = "chunks";
    private static final String BYTES = "bytes";
    private static final String SHA256 = "sha256";
    private static final String MEDIA_TYPE = "mediaType";
    private static final String AT = "at";
    private static final Set<String> FIELDS = Set.of(ID, CHUNKS, BYTES, SHA256, MEDIA_TYPE, AT);

    private DocumentValue() {}

    public static Map<String, Object> of(DocumentRef ref) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put(ID, ref.getDocumentId());
        fields.put(CHUNKS, ref.getChunks());
        fields.put(BYTES, ref.getBytes());
        fields.put(SHA256, ref.getSha256());
        fields.put(MEDIA_TYPE, ref.getMediaType());
        fields.put(AT, ref.getAt());
        return Map.of(DOCUMENT, fields);
    }

    /** The reference that a value is; empty for every other value. */
    public static Optional<DocumentRef> parse(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)
                || map.size() != 1
                || !(map.get(DOCUMENT) instanceof Map<?, ?> fields)
                || !fields.keySet().equals(FIELDS)) {
            return Optional.empty();
        }
        if (fields.get(ID) instanceof String id
                && fields.get(CHUNKS) instanceof Integer chunks
                && fields.get(BYTES) instanceof Number bytes
                && fields.get(SHA256) instanceof String sha256
                && fields.get(MEDIA_TYPE) instanceof String mediaType
                && fields.get(AT) instanceof Number at) {
            return Optional.of(new DocumentRef(id, chunks, bytes.longValue(), sha256, mediaType, at.longValue()));
        }
        return Optional.empty();
    }

    /** The first document that a value is or holds, at any depth of maps and lists. */
    public static Optional<DocumentRef> within(@Nullable Object value) {
        var self = parse(value);
        return self.isPresent()
                ? self
                : parts(value).flatMap(part -> within(part).stream()).findFirst();
    }

    private static Stream<?> parts(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream();
        }
        return value instanceof Collection<?> list ? list.stream() : Stream.empty();
    }
}
