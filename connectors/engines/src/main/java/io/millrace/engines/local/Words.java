package io.millrace.engines.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Words, which are the tokens of this engine. */
final class Words {

    private Words() {}

    static long in(String text) {
        return new StringTokenizer(text).countTokens();
    }

    /** Words of all text in a tree of values. */
    static long in(JsonNode value) {
        long words = value.isTextual() ? in(value.textValue()) : 0;
        for (var child : value) {
            words += in(child);
        }
        return words;
    }

    /** The words with the white space before them, so that joining them gives the text again. */
    static List<String> fragments(String text) {
        var fragments = new ArrayList<String>();
        int start = 0;
        for (int i = 1; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i)) && !Character.isWhitespace(text.charAt(i - 1))) {
                fragments.add(text.substring(start, i));
                start = i;
            }
        }
        if (start < text.length()) {
            fragments.add(text.substring(start));
        }
        return fragments;
    }
}
