package io.millrace.tokens.model;

import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.avro.tokens.ItemStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a stage ended at a path.
 *
 * @param status DONE, DROPPED or FAILED
 * @param text text of the item; of a failed stream what was received so far
 * @param json JSON of the item
 * @param document where its content is when it is too large for an item
 * @param code FAILED: reason in capitals
 * @param message FAILED: one sentence for people
 * @param lineage what it descends from, see {@link Lineage}
 */
public record Outcome(
        ItemStatus status,
        @Nullable String text,
        @Nullable String json,
        @Nullable DocumentRef document,
        @Nullable String code,
        @Nullable String message,
        int lineage) {

    /** Characters of a message. */
    static final int MOST_MESSAGE = 1_000;

    public static Outcome done(@Nullable String text, @Nullable String json, int lineage) {
        return new Outcome(ItemStatus.DONE, text, json, null, null, null, lineage);
    }

    public static Outcome done(DocumentRef document, int lineage) {
        return new Outcome(ItemStatus.DONE, null, null, document, null, null, lineage);
    }

    public static Outcome dropped(int lineage) {
        return new Outcome(ItemStatus.DROPPED, null, null, null, null, null, lineage);
    }

    /** @param message cut where it is longer than what a request can keep of a hundred of them */
    public static Outcome failed(String code, String message, int lineage) {
        var most = Math.min(message.length(), MOST_MESSAGE);
        // Not between the two halves of a character.
        var end = most > 0 && Character.isHighSurrogate(message.charAt(most - 1)) ? most - 1 : most;
        return new Outcome(ItemStatus.FAILED, null, null, null, code, message.substring(0, end), lineage);
    }

    /** The same failure with what was received before it. */
    public Outcome after(@Nullable String received) {
        return new Outcome(status, received, null, null, code, message, lineage);
    }

    public boolean isDone() {
        return status == ItemStatus.DONE;
    }

    /** The same with another text. */
    public Outcome withText(@Nullable String other) {
        return new Outcome(status, other, json, document, code, message, lineage);
    }

    /** The same with its content elsewhere. */
    public Outcome movedTo(DocumentRef elsewhere) {
        return new Outcome(status, null, null, elsewhere, code, message, lineage);
    }

    /** What a parser reads: the text, or else the JSON. */
    public String content() {
        return text != null ? text : json != null ? json : "";
    }

    /** The same end for what comes after: failures pass on without what was received. */
    public Outcome passedOn() {
        return status == ItemStatus.FAILED ? new Outcome(status, null, null, null, code, message, lineage) : this;
    }
}
