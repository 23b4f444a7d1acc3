package io.millrace.tokens.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.tokens.parse.ArrayPlace.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item for each element of the first JSON array of a text, closed as soon as its last character has come. What models
 * put around an array (words, code fences) is passed over. A string element becomes text, any other element JSON. An
 * element that is not JSON ends the array: what came before it stands. That, an array that is cut off and a text without
 * one are flaws.
 *
 * <p>Each character is looked at once to find where an element ends, and once more by Jackson when it has ended. The rest
 * is the {@link ArrayPlace#mark} of the place that was reached and the text of the element there, if there is one. A
 * scalar is closed by the comma, bracket or white space behind it.
 */
final class JsonArrayParser implements ItemParser {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public boolean endsAtBoundaries() {
        return true;
    }

    @Override
    public Step step(String rest, String more, boolean last) {
        var place = rest.isEmpty() ? ArrayPlace.BEFORE : ArrayPlace.of(rest.charAt(0));
        var element = rest.isEmpty() ? "" : rest.substring(1);
        return new Scan(place, element + more, element.length()).run(last);
    }

    /** One pass over what has come. */
    private static final class Scan {

        private final String text;
        private final List<Item> items = new ArrayList<>();
        private ArrayPlace place;
        private int start;
        private int at;
        private @Nullable String flaw;

        /** @param text begins with the element at {@code place}, which was read up to {@code at} */
        Scan(ArrayPlace place, String text, int at) {
            this.place = place;
            this.text = text;
            this.at = at;
        }

        Step run(boolean last) {
            for (; at < text.length() && place.part() != Part.CLOSED; at++) {
                take(text.charAt(at));
            }
            if (!last) {
                return new Step(items, place.mark() + (place.part().isOfElement() ? text.substring(start) : ""), flaw);
            }
            return new Step(items, "", flaw != null ? flaw : flawAtTheEnd());
        }

        private @Nullable String flawAtTheEnd() {
            return switch (place.part()) {
                case CLOSED -> null;
                case PROSE -> "the text holds no JSON array";
                default -> "the JSON array is cut off";
            };
        }

        private void take(char next) {
            switch (place.part()) {
                case PROSE -> place = next == '[' ? ArrayPlace.at(Part.FIRST) : place;
                case FIRST, NEXT -> begin(next);
                case BEHIND -> behind(next);
                case SCALAR -> scalar(next);
                case NESTED -> nested(next);
                case STRING -> string(next);
                case ESCAPED -> place = place.within(Part.STRING);
                case CLOSED -> throw new IllegalStateException("nothing is read behind the array");
            }
        }

        private void begin(char next) {
            if (isSpace(next)) {
                return;
            }
            start = at;
            if (next == ']' && place.part() == Part.FIRST) {
                place = ArrayPlace.at(Part.CLOSED);
            } else if (next == ']' || next == ',') {
                fail();
            } else if (next == '"') {
                place = ArrayPlace.at(Part.STRING);
            } else if (opens(next)) {
                place = new ArrayPlace(Part.NESTED, 1);
            } else {
                place = ArrayPlace.at(Part.SCALAR);
            }
        }

        private void behind(char next) {
            if (next == ',') {
                place = ArrayPlace.at(Part.NEXT);
            } else if (next == ']') {
                place = ArrayPlace.at(Part.CLOSED);
            } else if (!isSpace(next)) {
                fail();
            }
        }

        private void scalar(char next) {
            if (next == ',' || next == ']' || isSpace(next)) {
                close(at);
                if (place.part() == Part.BEHIND) {
                    behind(next);
                }
            }
        }

        private void nested(char next) {
            if (next == '"') {
                place = place.within(Part.STRING);
            } else if (opens(next)) {
                place = new ArrayPlace(Part.NESTED, place.depth() + 1);
                if (place.depth() > ArrayPlace.MOST_DEPTH) {
                    fail();
                }
            } else if (next == '}' || next == ']') {
                place = new ArrayPlace(Part.NESTED, place.depth() - 1);
                if (place.depth() == 0) {
                    close(at + 1);
                }
            }
        }

        private void string(char next) {
            if (next == '\\') {
                place = place.within(Part.ESCAPED);
            } else if (next == '"' && place.depth() == 0) {
                close(at + 1);
            } else if (next == '"') {
                place = place.within(Part.NESTED);
            }
        }

        /** The element ends before {@code end}. */
        private void close(int end) {
            var content = text.substring(start, end);
            try {
                items.add(item(content));
                place = ArrayPlace.at(Part.BEHIND);
            } catch (JsonProcessingException e) {
                fail();
            }
        }

        private void fail() {
            place = ArrayPlace.at(Part.CLOSED);
            flaw = "an element of the JSON array is not JSON";
        }

        private static boolean opens(char next) {
            return next == '{' || next == '[';
        }

        private static boolean isSpace(char next) {
            return next == ' ' || next == '\n' || next == '\r' || next == '\t';
        }
    }

    /** @throws JsonProcessingException where the element is not one JSON value */
    private static Item item(String element) throws JsonProcessingException {
        try (var parser = JSON.createParser(element)) {
            var item = parser.nextToken() == JsonToken.VALUE_STRING ? Item.text(parser.getText()) : Item.json(element);
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something stands behind the value");
            }
            return item;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }
}
