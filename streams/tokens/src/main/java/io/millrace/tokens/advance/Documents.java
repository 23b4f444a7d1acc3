package io.millrace.tokens.advance;

import io.millrace.core.documents.Document;
import io.millrace.core.documents.Payload;
import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.tokens.model.Outcome;

/** Moves what is too large for an item into chunks beside it, and refuses what cannot be done with those. */
final class Documents {

    private final int maxBytes;

    /** @param maxBytes most bytes of one document */
    Documents(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The same where it fits an item, else with a document in its place. Where that would be too large too, an output becomes
     * a failure and a failure loses what was received before it.
     */
    Outcome bounded(RequestRun run, Outcome output) {
        if (!Payload.isTooLarge(output.text(), output.json())) {
            return output;
        }
        var document = Document.of(run.id(), output.text(), output.json(), run.now);
        if (document.ref().getBytes() > maxBytes && !output.isDone()) {
            return output.after(null);
        }
        if (document.ref().getBytes() > maxBytes) {
            return Outcome.failed(
                    "OUTPUT_TOO_LARGE",
                    "the output has " + document.ref().getBytes() + " bytes, more than the " + maxBytes
                            + " of the largest document",
                    output.lineage());
        }
        document.chunks().forEach(run.effects::chunk);
        return output.movedTo(document.ref());
    }

    /** The failure of an operator that would have to look into a document. */
    static Outcome opaque(DocumentRef document, int lineage) {
        return Outcome.failed(
                "DOCUMENT_INPUT",
                "the input is a document of " + document.getBytes() + " bytes, which only calls can take",
                lineage);
    }
}
