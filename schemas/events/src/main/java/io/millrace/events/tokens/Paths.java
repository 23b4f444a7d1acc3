package io.millrace.events.tokens;

import io.millrace.events.avro.tokens.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths as text: {@code /} is the root, {@code /1.0/3.2/} the child 2 of split 3 in the child 0 of split 1. Always closed
 * by a slash, so that the text of an item is a prefix of the text of whatever descends from it and of nothing else.
 */
public final class Paths {

    private Paths() {}

    public static String text(List<Level> path) {
        var text = new StringBuilder("/");
        for (var level : path) {
            text.append(level.getSplitId()).append('.').append(level.getIndex()).append('/');
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException when {@code text} is not a path */
    public static List<Level> parse(String text) {
        if (!text.matches("/(\\d+\\.\\d+/)*")) {
            throw new IllegalArgumentException("not a path: '" + text + "'; expected / or /1.0/3.2/");
        }
        var path = new ArrayList<Level>();
        for (var part : text.split("/")) {
            if (!part.isEmpty()) {
                var dot = part.indexOf('.');
                path.add(
                        new Level(Integer.parseInt(part.substring(0, dot)), Integer.parseInt(part.substring(dot + 1))));
            }
        }
        return List.copyOf(path);
    }

    public static List<Level> child(List<Level> path, int splitId, int index) {
        var child = new ArrayList<Level>(path.size() + 1);
        child.addAll(path);
        child.add(new Level(splitId, index));
        return List.copyOf(child);
    }
}
