package io.millrace.engines.worker;

import java.util.ArrayList;
import java.util.List;

/** Cuts text that is too long for one element. */
final class Fragments {

    private Fragments() {}

    /** The text, or its first {@code max} characters (at least 2); no surrogate pair is cut. */
    static String beginning(String text, int max) {
        return split(text, max).get(0);
    }

    /** Parts of at most {@code max} characters (at least 2) that give the text when joined; no surrogate pair is cut. */
    static List<String> split(String text, int max) {
        if (text.length() <= max) {
            return List.of(text);
        }
        var parts = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(from + max, text.length());
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            parts.add(text.substring(from, to));
            from = to;
        }
        return parts;
    }
}
