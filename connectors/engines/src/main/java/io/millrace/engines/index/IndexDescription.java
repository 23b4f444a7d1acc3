package io.millrace.engines.index;

import java.time.Instant;
import java.util.Map;

/**
 * What an index holds.
 *
 * @param documents directory it was built of
 * @param model whose vectors it holds
 * @param updated when it was last committed
 * @param passages sentences in it
 */
public record IndexDescription(String documents, String model, Instant updated, long passages) {

    private static final String DOCUMENTS = "documents";
    private static final String MODEL = "model";
    private static final String FORMAT = "format";
    private static final String UPDATED = "updated";
    private static final String PASSAGES = "passages";

    /** As the user data of a Lucene commit, so that it changes together with the index. */
    Map<String, String> toCommitData() {
        return Map.of(
                DOCUMENTS,
                documents,
                MODEL,
                model,
                FORMAT,
                IndexSchema.FORMAT,
                UPDATED,
                updated.toString(),
                PASSAGES,
                Long.toString(passages));
    }

    static IndexDescription of(Map<String, String> commitData) {
        return new IndexDescription(
                commitData.getOrDefault(DOCUMENTS, ""),
                commitData.getOrDefault(MODEL, ""),
                Instant.parse(commitData.getOrDefault(UPDATED, Instant.EPOCH.toString())),
                Long.parseLong(commitData.getOrDefault(PASSAGES, "0")));
    }

    /** Whether what is in the index can stay: same vectors, same fields. */
    static boolean isCurrent(Map<String, String> commitData) {
        return SentenceEmbedder.MODEL.equals(commitData.get(MODEL))
                && IndexSchema.FORMAT.equals(commitData.get(FORMAT));
    }
}
