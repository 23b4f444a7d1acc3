package io.millrace.engines.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits prose into sentences by rule. An end mark ends a sentence when white space and a likely beginning follow; not after a known
 * abbreviation, a single initial, a number of a list, or inside a decimal, a version, a file name or an address.
 */
public final class Sentences {

    /** Longest sentence, in characters; longer runs are cut at white space. About what the embedding model takes in. */
    public static final int MAX_LENGTH = 1_000;

    /** Followed by more of the same sentence, whatever comes. */
    private static final Set<String> ABBREVIATIONS = Set.of(
            "e.g", "i.e", "cf", "vs", "approx", "ca", "dr", "mr", "mrs", "ms", "prof", "st", "sr", "jr", "gen", "col",
            "lt", "sgt", "capt", "rev", "hon", "gov", "sen", "rep", "fig", "figs", "eq", "eqs", "no", "nos", "vol",
            "pp", "p", "ch", "sec", "ed", "eds", "al", "viz", "resp", "incl", "dept", "univ", "assn", "bros", "mt",
            "ft", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "z.b", "d.h",
            "bzw", "nr", "usw");

    /** End a sentence only when a word follows that usually begins one. */
    private static final Set<String> MAYBE_LAST =
            Set.of("etc", "inc", "ltd", "co", "corp", "a.m", "p.m", "u.s", "u.k", "e.u", "u.n");

    private static final Set<String> BEGINNINGS = Set.of(
            "the",
            "a",
            "an",
            "this",
            "that",
            "these",
            "those",
            "it",
            "its",
            "he",
            "she",
            "they",
            "we",
            "you",
            "i",
            "in",
            "on",
            "at",
            "for",
            "from",
            "to",
            "if",
            "when",
            "while",
            "after",
            "before",
            "but",
            "and",
            "so",
            "however",
            "there",
            "then",
            "some",
            "many",
            "most",
            "all",
            "each",
            "every",
            "no",
            "as",
            "by",
            "with",
            "since",
            "although",
            "because",
            "both");

    private Sentences() {}

    /**
     * The sentences of a block, in order, trimmed. Pure.
     *
     * @param text prose on one line
     */
    public static List<String> split(String text) {
        var sentences = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            int end = endOfMarks(text, i);
            if (end > i) {
                if (isFullWidth(text.charAt(i)) || isBoundary(text, i, end)) {
                    add(sentences, text.substring(start, end));
                    start = end;
                }
                i = end - 1;
            }
        }
        add(sentences, text.substring(start));
        return sentences;
    }

    /** Behind end marks and the closing quotes or brackets after them; {@code i} itself when there is no end mark. */
    private static int endOfMarks(String text, int i) {
        int end = i;
        while (end < text.length() && isMark(text.charAt(end))) {
            end++;
        }
        if (end == i) {
            return i;
        }
        while (end < text.length() && "\"'\u201D\u2019\u00BB)]*_".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static boolean isBoundary(String text, int mark, int end) {
        if (end == text.length()) {
            return true;
        }
        if (!Character.isWhitespace(text.charAt(end))) {
            return false;
        }
        int next = skipOpening(text, end);
        if (next == text.length()) {
            return true;
        }
        char first = text.charAt(next);
        boolean canBegin = Character.isUpperCase(first)
                || Character.isDigit(first)
                || Character.isTitleCase(first)
                || (Character.isLetter(first) && !Character.isLowerCase(first));
        boolean onlyDot = text.charAt(mark) == '.' && (mark + 1 == text.length() || !isMark(text.charAt(mark + 1)));
        return canBegin && !(onlyDot && isAbbreviation(text, mark, next));
    }

    private static boolean isAbbreviation(String text, int dot, int next) {
        int from = dot;
        while (from > 0 && !isWordBreak(text.charAt(from - 1))) {
            from--;
        }
        var word = text.substring(from, dot).toLowerCase(Locale.ROOT);
        if (MAYBE_LAST.contains(word)) {
            return !BEGINNINGS.contains(wordAt(text, next));
        }
        boolean initial = word.length() == 1 && Character.isUpperCase(text.charAt(from)) && !word.equals("i");
        boolean itemNumber = from == 0 && word.length() <= 3 && word.chars().allMatch(Character::isDigit);
        boolean number = word.equals("no") || word.equals("nos");
        return initial || itemNumber || (number ? Character.isDigit(text.charAt(next)) : ABBREVIATIONS.contains(word));
    }

    private static String wordAt(String text, int from) {
        int to = from;
        while (to < text.length() && Character.isLetter(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to).toLowerCase(Locale.ROOT);
    }

    private static int skipOpening(String text, int from) {
        int i = from;
        while (i < text.length()
                && (Character.isWhitespace(text.charAt(i))
                        || "\"'\u201C\u2018\u00AB([*_-\u2013\u2014".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        return i;
    }

    private static void add(List<String> sentences, String part) {
        var text = part.strip();
        int from = 0;
        while (text.length() - from > MAX_LENGTH) {
            int space = text.lastIndexOf(' ', from + MAX_LENGTH);
            int to = space > from ? space : from + MAX_LENGTH;
            addIfProse(sentences, text.substring(from, to));
            from = to;
        }
        addIfProse(sentences, text.substring(from));
    }

    private static void addIfProse(List<String> sentences, String part) {
        if (part.codePoints().anyMatch(Character::isLetterOrDigit)) {
            sentences.add(part.strip());
        }
    }

    private static boolean isMark(char c) {
        return c == '.' || c == '!' || c == '?' || c == '\u2026' || isFullWidth(c);
    }

    private static boolean isFullWidth(char c) {
        return c == '\u3002' || c == '\uFF01' || c == '\uFF1F';
    }

    private static boolean isWordBreak(char c) {
        return Character.isWhitespace(c) || "\"'\u201C\u2018\u00AB([".indexOf(c) >= 0;
    }
}
