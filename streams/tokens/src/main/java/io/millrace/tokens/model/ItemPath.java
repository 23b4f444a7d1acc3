package io.millrace.tokens.model;

import io.millrace.events.avro.tokens.Level;
import io.millrace.events.tokens.Paths;
import java.util.List;

/**
 * Nested ancestry of an item.
 *
 * @param levels outermost first; empty is the root
 * @param text the same as text, see {@link Paths}
 */
public record ItemPath(List<Level> levels, String text) {

    public static final ItemPath ROOT = of(List.of());

    public static ItemPath of(List<Level> levels) {
        return new ItemPath(List.copyOf(levels), Paths.text(levels));
    }

    public ItemPath child(int splitId, int index) {
        return of(Paths.child(levels, splitId, index));
    }

    /** The first {@code depth} levels. */
    public ItemPath prefix(int depth) {
        return depth == levels.size() ? this : of(levels.subList(0, depth));
    }

    /** @throws IndexOutOfBoundsException at the root */
    public ItemPath parent() {
        return prefix(levels.size() - 1);
    }

    /** @throws IndexOutOfBoundsException at the root */
    public Level last() {
        return levels.get(levels.size() - 1);
    }

    /** Whether it is {@code top} or descends from it. */
    public boolean isWithin(ItemPath top) {
        return text.startsWith(top.text);
    }

    public int depth() {
        return levels.size();
    }
}
