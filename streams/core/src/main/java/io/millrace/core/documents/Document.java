package io.millrace.core.documents;

import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.DocumentRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A large payload as it travels: the reference that stands in its place and the chunks that hold it.
 *
 * <p>Its id is made of the request and the content. So it is the same whenever the item is derived again, and chunks that
 * an aborted transaction left on the log are as good as those of the one that follows.
 */
public record Document(DocumentRef ref, List<DocumentChunk> chunks) {

    static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    public Document {
        chunks = List.copyOf(chunks);
    }

    /**
     * The document of an item: its JSON where it has any, since that is what later stages see, else its text.
     *
     * @param at epoch milliseconds; the records of the chunks must bear no earlier time
     */
    public static Document of(String requestId, @Nullable String text, @Nullable String json, long at) {
        var content = bytes(json != null ? json : text != null ? text : "");
        var sha256 = sha256(content);
        var count = (int) chunkCount(content.length);
        var ref = new DocumentRef(
                id(requestId, sha256), count, (long) content.length, sha256, json != null ? JSON : TEXT, at);
        var chunks = new ArrayList<DocumentChunk>(count);
        for (var chunk = 0; chunk < count; chunk++) {
            var from = chunk * Payload.MOST_BYTES;
            var part = ByteBuffer.wrap(content, from, Math.min(Payload.MOST_BYTES, content.length - from))
                    .slice();
            chunks.add(new DocumentChunk(ref.getDocumentId(), chunk, count, part, at));
        }
        return new Document(ref, chunks);
    }

    /** Key of a chunk on {@code tokens.documents}. */
    public static String key(String documentId, int chunk) {
        return documentId + '|' + chunk;
    }

    /** Key of a chunk on {@code tokens.documents}. */
    public static String key(DocumentChunk chunk) {
        return key(chunk.getDocumentId(), chunk.getChunk());
    }

    /** Whether the reference is one that {@link #of} makes for the request: no other may be read on its behalf. */
    public static boolean isOf(String requestId, DocumentRef ref) {
        return ref.getDocumentId().equals(id(requestId, ref.getSha256()));
    }

    /** Whether the content is JSON; else it is text. */
    public static boolean isJson(DocumentRef ref) {
        return ref.getMediaType().equals(JSON);
    }

    /** How many chunks so many bytes are cut into. */
    static long chunkCount(long bytes) {
        return (bytes + Payload.MOST_BYTES - 1) / Payload.MOST_BYTES;
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String id(String requestId, String sha256) {
        return requestId + '-' + sha256;
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
