package io.millrace.tokens.parse;

import io.millrace.tokens.parse.ItemParserProvider.InvalidFieldException;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parts of at most {@code size} characters. Each ends at the last end of a paragraph that fits, else at the last line end, else at
 * the last white space, else where the size ends. Outer white space is left out.
 */
final class ParagraphParser implements ItemParser {

    static final int SIZE = 4_000;
    private static final int LARGEST = 65_536;

    private final int size;
    private final Pattern[] ends;

    ParagraphParser(int size) {
        this.size = size;
        this.ends = new Pattern[] {Pattern.compile("\\n[ \\t\\r]*\\n"), Pattern.compile("\\n"), Pattern.compile("\\s")};
    }

    /** @throws InvalidFieldException when {@code size} is no number of characters */
    static ParagraphParser of(Map<String, String> fields) {
        var size = fields.getOrDefault("size", Integer.toString(SIZE));
        if (!size.matches("[1-9]\\d{0,4}") || Integer.parseInt(size) > LARGEST) {
            throw new InvalidFieldException("size", "must be characters from 1 to " + LARGEST + ", was '" + size + "'");
        }
        return new ParagraphParser(Integer.parseInt(size));
    }

    @Override
    public boolean endsAtBoundaries() {
        return true;
    }

    @Override
    public Step step(String rest, String more, boolean last) {
        var items = new ArrayList<Item>();
        var pending = (rest + more).stripLeading();
        while (pending.length() > size) {
            var end = end(pending);
            items.add(Item.text(pending.substring(0, end).strip()));
            pending = pending.substring(end).stripLeading();
        }
        if (!last) {
            return new Step(items, pending);
        }
        if (!pending.isBlank()) {
            items.add(Item.text(pending.strip()));
        }
        return new Step(items, "");
    }

    /** Looks at the first characters only, so that the part does not depend on what has come behind them. */
    private int end(String pending) {
        var head = pending.substring(0, size);
        for (var kind : ends) {
            var last = kind.matcher(head).results().reduce((one, next) -> next);
            if (last.isPresent()) {
                return last.get().end();
            }
        }
        var splitsAPair = Character.isHighSurrogate(head.charAt(size - 1)) && size > 1;
        return splitsAPair ? size - 1 : size;
    }
}
