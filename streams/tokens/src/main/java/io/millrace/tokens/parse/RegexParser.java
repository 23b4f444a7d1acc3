package io.millrace.tokens.parse;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.millrace.tokens.parse.ItemParserProvider.InvalidFieldException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One item for each match of a pattern in RE2 syntax, which takes time linear in the text whatever the pattern: of its group
 * 1, if it has one, else of all of it. Each match is the leftmost one behind the match before, as in the whole text; empty
 * items are passed over.
 *
 * <p>A match is given out as soon as no text that may follow could change it. While the text goes on it is searched with
 * {@link OpenPattern}, to which the end of the text stands for all that may come: where the match that RE2 prefers ends
 * before the end of the text, no other that begins further left or is preferred to it can still come about.
 *
 * <p>The rest is the text from where a match may still begin and one character before it, which {@code \b} looks at. It is
 * searched again only when it has grown by a sixteenth, so that a match that never ends costs no more than a long text.
 */
final class RegexParser implements ItemParser {

    /** Part of what is open that has to come before it is looked at again. */
    private static final int SHARE = 16;

    /** Characters of a pattern: so many that an item is told apart by, and few enough to read it without a deep stack. */
    static final int MOST_CHARACTERS = 1_000;

    /** Steps that a character may take, since a short pattern may repeat a long one: {@code (a{30}){30}}. */
    static final int MOST_STEPS = 2_000;

    /** Nothing stands before the rest. */
    private static final char BEGIN = '^';

    /** The first character of the rest was read. */
    private static final char BEHIND = '.';

    private final Pattern whole;
    private final Pattern open;

    private RegexParser(Pattern whole, Pattern open) {
        this.whole = whole;
        this.open = open;
    }

    /** @throws InvalidFieldException without {@code pattern}, or when it is none or too large */
    static RegexParser of(Map<String, String> fields) {
        var pattern = fields.get("pattern");
        if (pattern == null || pattern.isEmpty()) {
            throw new InvalidFieldException("pattern", "is required for the parser regex");
        }
        if (pattern.length() > MOST_CHARACTERS) {
            throw new InvalidFieldException(
                    "pattern", "has " + pattern.length() + " characters, more than " + MOST_CHARACTERS);
        }
        try {
            return new RegexParser(
                    bounded(Pattern.compile(pattern)), bounded(Pattern.compile(OpenPattern.of(pattern))));
        } catch (PatternSyntaxException e) {
            throw new InvalidFieldException("pattern", "is not a pattern in RE2 syntax: " + e.getMessage());
        }
    }

    private static Pattern bounded(Pattern pattern) {
        if (pattern.programSize() > MOST_STEPS) {
            throw new InvalidFieldException(
                    "pattern",
                    "repeats so much that a character may take " + pattern.programSize() + " steps, more than "
                            + MOST_STEPS);
        }
        return pattern;
    }

    @Override
    public Step step(String rest, String more, boolean last) {
        var place = Place.of(rest);
        var text = place.text() + more;
        if (!last && text.length() - place.searched() <= place.searched() / SHARE) {
            return new Step(List.of(), place.mark() + text);
        }
        var items = new ArrayList<Item>();
        var matcher = (last ? whole : open).matcher(text);
        var from = place.from();
        while (from <= text.length() && matcher.find(from)) {
            if (!last && matcher.end() == text.length()) {
                return new Step(items, rest(text, matcher.start(), place));
            }
            add(items, matcher);
            from = matcher.end() > matcher.start() ? matcher.end() : behind(text, matcher.end());
        }
        return last ? new Step(items, "") : new Step(items, rest(text, text.length(), place));
    }

    private static void add(List<Item> items, Matcher matcher) {
        var item = matcher.group(Math.min(1, matcher.groupCount()));
        if (item != null && !item.isEmpty()) {
            items.add(Item.text(item));
        }
    }

    /** What is left of a text in which a match may begin at {@code start}, and none before it. */
    private static String rest(String text, int start, Place place) {
        if (start == 0) {
            return new Place(place.begin(), text.length(), text).mark() + text;
        }
        var kept = text.substring(text.offsetByCodePoints(start, -1));
        return new Place(BEHIND, kept.length(), kept).mark() + kept;
    }

    /** An empty match does not move the search on by itself. */
    private static int behind(String text, int at) {
        return at < text.length() ? text.offsetByCodePoints(at, 1) : at + 1;
    }

    /**
     * Where the search stands.
     *
     * @param begin whether the text begins with the rest
     * @param searched characters of the rest that were looked at
     * @param text the rest itself
     */
    private record Place(char begin, int searched, String text) {

        static Place of(String rest) {
            if (rest.isEmpty()) {
                return new Place(BEGIN, 0, "");
            }
            var behind = rest.indexOf(':');
            var searched = Integer.parseInt(rest.substring(1, behind));
            return new Place(rest.charAt(0), searched, rest.substring(behind + 1));
        }

        String mark() {
            return begin + Integer.toString(searched) + ':';
        }

        int from() {
            return begin == BEGIN ? 0 : Character.charCount(text.codePointAt(0));
        }
    }
}
