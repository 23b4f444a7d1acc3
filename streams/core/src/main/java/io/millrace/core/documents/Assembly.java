package io.millrace.core.documents;

import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.DocumentRef;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the chunks of one document together, in whatever order and however often they come. For one thread. */
final class Assembly {

    private final DocumentRef ref;
    private final Map<Integer, byte[]> parts = new HashMap<>();
    private final Map<String, Integer> missing = new HashMap<>();

    /** @throws DocumentUnreadableException when the reference cannot be right */
    Assembly(DocumentRef ref) throws DocumentUnreadableException {
        if (ref.getChunks() < 1 || ref.getChunks() != Document.chunkCount(ref.getBytes())) {
            throw new DocumentUnreadableException(
                    ref, ref.getBytes() + " bytes cannot be in " + ref.getChunks() + " chunks");
        }
        this.ref = ref;
        for (var chunk = 0; chunk < ref.getChunks(); chunk++) {
            missing.put(Document.key(ref.getDocumentId(), chunk), chunk);
        }
    }

    /** Whether a record with this key is still needed. */
    boolean needs(@Nullable String key) {
        return missing.containsKey(key);
    }

    void add(DocumentChunk chunk) {
        if (missing.remove(Document.key(chunk)) != null) {
            var part = new byte[chunk.getContent().remaining()];
            chunk.getContent().duplicate().get(part);
            parts.put(chunk.getChunk(), part);
        }
    }

    boolean isWhole() {
        return missing.isEmpty();
    }

    /** What has come so far, for people. */
    String progress() {
        return parts.size() + " of its " + ref.getChunks() + " chunks came";
    }

    /** @throws DocumentUnreadableException when size or digest differ from those of the reference */
    String content() throws DocumentUnreadableException {
        var joined = new ByteArrayOutputStream();
        for (var chunk = 0; chunk < ref.getChunks(); chunk++) {
            joined.writeBytes(parts.getOrDefault(chunk, new byte[0]));
        }
        var content = joined.toByteArray();
        if (content.length != ref.getBytes()) {
            throw new DocumentUnreadableException(
                    ref, "it has " + content.length + " bytes and should have " + ref.getBytes());
        }
        if (!Document.sha256(content).equals(ref.getSha256())) {
            throw new DocumentUnreadableException(ref, "its content is not what its SHA-256 says");
        }
        return new String(content, StandardCharsets.UTF_8);
    }
}
