package io.millrace.tokens.parse;

import io.millrace.tokens.parse.ItemParser.Item;
import io.millrace.tokens.parse.ItemParser.Step;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Cuts at single characters, as an extension would; a text with an exclamation mark breaks it. */
public final class WordParserProvider implements ItemParserProvider {

    @Override
    public String name() {
        return "separated";
    }

    @Override
    public Set<String> fields() {
        return Set.of("separator");
    }

    @Override
    public ItemParser create(Map<String, String> fields) {
        var separator = fields.getOrDefault("separator", " ");
        if (separator.length() != 1) {
            throw new InvalidFieldException("separator", "must be one character");
        }
        return (rest, more, last) -> step(separator.charAt(0), rest + more, last);
    }

    private static Step step(char separator, String text, boolean last) {
        if (text.indexOf('!') >= 0) {
            throw new IllegalStateException("cannot bear it");
        }
        var end = last ? text.length() : text.lastIndexOf(separator) + 1;
        var items = Arrays.stream(text.substring(0, end).split(String.valueOf(separator)))
                .filter(word -> !word.isBlank())
                .map(Item::text)
                .toList();
        return new Step(items, text.substring(end));
    }
}
