package io.millrace.core.documents;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How much one item may hold. What is larger would not fit the records that carry it and travels as a {@link Document}. */
public final class Payload {

    /** Most bytes of an item, text and JSON together, as UTF-8. */
    public static final int MOST_BYTES = 256 * 1024;

    /** What a Java character takes at most as UTF-8; the two of a surrogate pair take four together. */
    private static final int BYTES_PER_CHARACTER = 3;

    private Payload() {}

    public static boolean isTooLarge(@Nullable String text, @Nullable String json) {
        var characters = length(text) + length(json);
        return characters > MOST_BYTES
                || characters > MOST_BYTES / BYTES_PER_CHARACTER && bytes(text) + bytes(json) > MOST_BYTES;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
