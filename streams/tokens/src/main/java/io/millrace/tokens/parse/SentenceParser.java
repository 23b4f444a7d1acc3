package io.millrace.tokens.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One item for each sentence. A sentence ends at a line end, at a full-width stop, or at {@code . ! ?} (with closing
 * quotes and brackets) before white space, unless the word before the stop is a common abbreviation, an initial or the
 * number of a list item. What follows the white space is never looked at, so a sentence is closed as early as it can be.
 */
final class SentenceParser implements ItemParser {

    private static final String STOPS = ".!?";
    private static final String WIDE_STOPS = "\u3002\uff01\uff1f";
    private static final String CLOSERS = "\"')]}\u201d\u2019\u00bb*_`";
    private static final Set<String> ABBREVIATIONS = Set.of(
            "dr", "mr", "mrs", "ms", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "cf", "fig", "figs", "eq",
            "no", "vol", "ca", "approx", "al", "inc", "ltd", "co", "corp", "dept", "gen", "col", "lt", "sgt", "capt",
            "rev", "hon", "pres", "gov", "sen", "rep", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
            "oct", "nov", "dec", "u.s", "u.k", "a.m", "p.m", "ph.d", "b.c", "a.d", "sec", "ch", "pp", "ed", "eds",
            "trans");

    @Override
    public boolean endsAtBoundaries() {
        return true;
    }

    @Override
    public Step step(String rest, String more, boolean last) {
        var items = new ArrayList<Item>();
        var pending = rest + more;
        var from = 0;
        for (var at = rest.length(); at < pending.length(); at++) {
            if (endsSentence(pending, from, at)) {
                add(items, pending.substring(from, at + 1));
                from = at + 1;
            }
        }
        if (!last) {
            return new Step(items, pending.substring(from));
        }
        add(items, pending.substring(from));
        return new Step(items, "");
    }

    private static void add(List<Item> items, String sentence) {
        if (sentence.codePoints().anyMatch(Character::isLetterOrDigit)) {
            items.add(Item.text(sentence.strip()));
        }
    }

    /** Whether the character at {@code at} is the first one that shows the sentence from {@code from} to be over. */
    private static boolean endsSentence(String text, int from, int at) {
        var c = text.charAt(at);
        if (c == '\n' || WIDE_STOPS.indexOf(c) >= 0) {
            return true;
        }
        if (!Character.isWhitespace(c)) {
            return false;
        }
        var stop = at - 1;
        while (stop >= from && CLOSERS.indexOf(text.charAt(stop)) >= 0) {
            stop--;
        }
        if (stop < from || STOPS.indexOf(text.charAt(stop)) < 0) {
            return false;
        }
        return text.charAt(stop) != '.' || !isShortening(text, from, stop);
    }

    private static boolean isShortening(String text, int from, int stop) {
        var start = stop;
        while (start > from && !Character.isWhitespace(text.charAt(start - 1)) && text.charAt(start - 1) != '(') {
            start--;
        }
        var word = text.substring(start, stop);
        if (word.isEmpty()) {
            return false;
        }
        var initial = word.length() == 1 && Character.isUpperCase(word.charAt(0)) && word.charAt(0) != 'I';
        var itemNumber = text.substring(from, start).isBlank() && word.chars().allMatch(Character::isDigit);
        return initial || itemNumber || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
    }
}
