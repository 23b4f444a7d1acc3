package io.millrace.tokens.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One item for each entry of the lists of a Markdown text, without its marker: {@code -}, {@code *}, {@code +}, {@code 1.} or
 * {@code 1)}. Lines that go on with an entry and lists nested in it belong to it. An entry ends when the next one of its
 * level begins, or with the list: at a heading, a rule, a fence or, behind a blank line, any line that is not indented.
 * Text outside lists and what stands there between code fences is passed over.
 *
 * <p>The rest is a {@link #OUTSIDE mark}, the lines of the entry that is open, and the line that has not ended.
 */
final class MarkdownListParser implements ItemParser {

    private static final char OUTSIDE = 'o';
    private static final char FENCED = 'f';
    private static final char ENTRY = 'e';

    private static final Pattern MARKER = Pattern.compile("([ \\t]*)(?:[-*+]|\\d{1,9}[.)])(?:[ \\t]+|$)");
    private static final Pattern RULE = Pattern.compile("\\s*(?:(?:-[ \\t]*){3,}|(?:\\*[ \\t]*){3,}|(?:_[ \\t]*){3,})");
    private static final Pattern FENCE = Pattern.compile("\\s*(?:```|~~~).*");
    private static final Pattern HEADING = Pattern.compile("#{1,6}(?:\\s.*)?");
    private static final int NESTED_BY = 2;

    @Override
    public boolean endsAtBoundaries() {
        return true;
    }

    @Override
    public Step step(String rest, String more, boolean last) {
        var mark = rest.isEmpty() ? OUTSIDE : rest.charAt(0);
        if (!last && more.indexOf('\n') < 0) {
            return new Step(List.of(), rest.isEmpty() ? OUTSIDE + more : rest + more);
        }
        var reading = new Reading(mark == FENCED);
        var text = (rest.isEmpty() ? "" : rest.substring(1)) + more;
        var from = 0;
        for (var end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            reading.take(text.substring(from, end), from);
            from = end + 1;
        }
        if (last) {
            reading.take(text.substring(from), from);
            reading.close();
            return new Step(reading.items, "");
        }
        return new Step(reading.items, reading.mark() + text.substring(reading.entry == null ? from : reading.begin));
    }

    /** An entry with its lines. */
    private static final class Entry {
        final int indent;
        final int content;
        final StringBuilder text = new StringBuilder();
        boolean afterBlank;
        boolean fenced;

        Entry(int indent, String line, int content) {
            this.indent = indent;
            this.content = content;
            text.append(line.substring(content).stripTrailing());
        }

        void add(String line) {
            var lead = 0;
            while (lead < Math.min(content, line.length()) && Character.isWhitespace(line.charAt(lead))) {
                lead++;
            }
            text.append('\n').append(line.substring(lead).stripTrailing());
            afterBlank = line.isBlank();
        }
    }

    /** One pass over whole lines, from the first line of the open entry. */
    private static final class Reading {
        private final List<Item> items = new ArrayList<>();
        private boolean fenced;
        private @Nullable Entry entry;
        private int begin;

        Reading(boolean fenced) {
            this.fenced = fenced;
        }

        char mark() {
            return entry != null ? ENTRY : fenced ? FENCED : OUTSIDE;
        }

        void take(String line, int at) {
            var open = entry;
            if (open != null && belongs(open, line)) {
                open.add(line);
                return;
            }
            var marker = MARKER.matcher(line);
            close();
            if (FENCE.matcher(line).matches()) {
                fenced = !fenced;
            } else if (!fenced && marker.lookingAt() && !RULE.matcher(line).matches()) {
                entry = new Entry(marker.group(1).length(), line, marker.end());
                begin = at;
            }
        }

        private static boolean belongs(Entry open, String line) {
            var isFence = FENCE.matcher(line).matches();
            if (open.fenced) {
                open.fenced = !isFence;
                return true;
            }
            var indent = line.length() - line.stripLeading().length();
            if (line.isBlank() || indent >= open.indent + NESTED_BY) {
                open.fenced = isFence;
                return true;
            }
            var isOther = isFence
                    || RULE.matcher(line).matches()
                    || HEADING.matcher(line).matches()
                    || MARKER.matcher(line).lookingAt();
            return !isOther && !open.afterBlank;
        }

        void close() {
            if (entry != null && !entry.text.toString().isBlank()) {
                items.add(Item.text(entry.text.toString().strip()));
            }
            entry = null;
        }
    }
}
