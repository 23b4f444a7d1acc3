package io.millrace.tokens.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item for each element of the first JSON array of a text, closed as soon as its last character has come, by
 * Jackson's non-blocking parser. What models put around an array (words, code fences) is passed over. A string element
 * becomes text, any other element JSON. An element that is not JSON ends the array: what came before it stands. That, an
 * array that is cut off and a text without one are flaws.
 *
 * <p>The rest begins with the bracket of the array while no element has been closed, with {@link #BEHIND_ITEM} when what
 * follows stands behind one, and is {@link #CLOSED} when the array is over. A scalar is closed by the comma or bracket
 * behind it.
 */
final class JsonArrayParser implements ItemParser {

    private static final String CLOSED = "]";
    private static final String BEHIND_ITEM = "\u0000";

    /** Stands for the elements that are closed already, so that what follows is still an array. */
    private static final String ARRAY_SO_FAR = "[\"\"";

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public Step step(String pending, boolean last) {
        if (pending.startsWith(CLOSED)) {
            return new Step(List.of(), last ? "" : CLOSED);
        }
        if (pending.startsWith(BEHIND_ITEM)) {
            return scan(ARRAY_SO_FAR + pending.substring(1), true, last);
        }
        var open = pending.indexOf('[');
        if (open < 0) {
            return new Step(List.of(), "", last ? "the text holds no JSON array" : null);
        }
        return scan(pending.substring(open), false, last);
    }

    private static Step scan(String array, boolean behindItem, boolean last) {
        try (var parser = JSON.createNonBlockingByteArrayParser()) {
            return new Scan(array.getBytes(StandardCharsets.UTF_8), behindItem, parser).run(last);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    /** One pass over an array that may be cut off anywhere. */
    private static final class Scan {

        private final byte[] array;
        private final JsonParser parser;
        private final List<Item> items = new ArrayList<>();
        private int depth;
        private int itemStart = 1;
        private boolean skipsNext;
        private boolean behindItem;

        Scan(byte[] array, boolean behindItem, JsonParser parser) {
            this.array = array;
            this.skipsNext = behindItem;
            this.behindItem = behindItem;
            this.parser = parser;
        }

        Step run(boolean last) throws IOException {
            ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(array, 0, array.length);
            try {
                for (var token = parser.nextToken(); token != JsonToken.NOT_AVAILABLE; token = parser.nextToken()) {
                    if (token == null || take(token)) {
                        return closed(last, null);
                    }
                }
            } catch (JsonParseException e) {
                return closed(last, "an element of the JSON array is not JSON");
            }
            return last
                    ? closed(true, "the JSON array is cut off")
                    : new Step(items, (behindItem ? BEHIND_ITEM : "[") + text(itemStart, array.length));
        }

        private Step closed(boolean last, @Nullable String flaw) {
            return new Step(items, last ? "" : CLOSED, flaw);
        }

        /** Takes one token; true when it closes the array. */
        private boolean take(JsonToken token) throws IOException {
            if (token == JsonToken.END_ARRAY && depth == 1) {
                return true;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 1 && token != JsonToken.START_ARRAY) {
                close(token);
            }
            if (depth == 1 && token == JsonToken.START_ARRAY) {
                itemStart = end();
            }
            return false;
        }

        private void close(JsonToken token) throws IOException {
            var end = end();
            behindItem = true;
            if (skipsNext) {
                skipsNext = false;
            } else if (token == JsonToken.VALUE_STRING) {
                items.add(Item.text(parser.getText()));
            } else {
                items.add(Item.json(withoutComma(text(itemStart, end))));
            }
            itemStart = end;
        }

        private int end() {
            return (int) parser.currentLocation().getByteOffset();
        }

        private String text(int from, int to) {
            return new String(array, from, to - from, StandardCharsets.UTF_8);
        }

        private static String withoutComma(String item) {
            var text = item.strip();
            return text.startsWith(",") ? text.substring(1).strip() : text;
        }
    }
}
