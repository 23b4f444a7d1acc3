package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.PromptBlocks;
import io.millrace.tokens.model.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How large the work of a call may be. The record of a larger one would be refused on its way to the lane, where nobody
 * could answer for it any more.
 *
 * @param maxBytes of the whole record
 */
record WorkLimit(int maxBytes) {

    /** Room for what is small in every call: identity, place and times, and the hashes of its prompt. */
    private static final int ENVELOPE = 4 * 1024 + PromptBlocks.MOST * 10;

    /** What a Java character takes at most as UTF-8. */
    private static final int BYTES_PER_CHARACTER = 3;

    WorkLimit {
        if (maxBytes <= ENVELOPE) {
            throw new IllegalArgumentException(
                    "the most bytes of a work must be above " + ENVELOPE + ", was " + maxBytes);
        }
    }

    boolean isExceededBy(Work work) {
        var most = maxBytes - ENVELOPE;
        var texts = texts(work);
        return texts.stream().mapToLong(String::length).sum() > most / BYTES_PER_CHARACTER
                && texts.stream().mapToLong(WorkLimit::bytes).sum() > most;
    }

    /** @param lineage of the input of the call */
    Outcome failure(int lineage) {
        return Outcome.failed(
                "INPUT_TOO_LARGE",
                "the prompt and the values that the call sees do not fit a record of " + maxBytes + " bytes together",
                lineage);
    }

    private static List<String> texts(Work work) {
        var texts = new ArrayList<String>();
        work.getMessages().forEach(message -> {
            texts.add(message.getRole());
            texts.add(message.getContent());
        });
        work.getParameters().forEach((name, value) -> {
            texts.add(name);
            texts.add(value);
        });
        texts.add(Objects.requireNonNullElse(work.getInput(), ""));
        texts.add(Objects.requireNonNullElse(work.getSofar(), ""));
        return texts;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
