package io.millrace.tokens.parse;

import java.util.ArrayList;
import java.util.List;

/** One item for each line that is not blank, without its line end and outer white space. */
final class LineParser implements ItemParser {

    @Override
    public boolean endsAtBoundaries() {
        return true;
    }

    @Override
    public Step step(String rest, String more, boolean last) {
        var items = new ArrayList<Item>();
        var pending = rest + more;
        var from = 0;
        for (var end = pending.indexOf('\n', rest.length()); end >= 0; end = pending.indexOf('\n', from)) {
            add(items, pending.substring(from, end));
            from = end + 1;
        }
        if (!last) {
            return new Step(items, pending.substring(from));
        }
        add(items, pending.substring(from));
        return new Step(items, "");
    }

    private static void add(List<Item> items, String line) {
        if (!line.isBlank()) {
            items.add(Item.text(line.strip()));
        }
    }
}
