package io.millrace.core.documents;

import io.millrace.events.avro.tokens.DocumentRef;

/**
 * A document cannot be had: chunks are missing or are not what its reference says. Chunks that are still on their way may
 * be there at another try; those that the topic has let go by its retention will not.
 */
public final class DocumentUnreadableException extends Exception {

    /** Reason in capitals, for elements and results. */
    public static final String CODE = "DOCUMENT_UNREADABLE";

    private static final long serialVersionUID = 1L;

    DocumentUnreadableException(DocumentRef ref, String why) {
        super("document " + ref.getDocumentId() + " cannot be read: " + why);
    }

    DocumentUnreadableException(DocumentRef ref, Throwable cause) {
        super("document " + ref.getDocumentId() + " cannot be read: " + cause.getMessage(), cause);
    }
}
