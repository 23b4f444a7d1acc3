package io.millrace.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.cli.diff.JsonChange.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What became of a JSON value, as a JSON Patch: objects field by field, arrays element by element, of which those are taken for
 * the same that have most words in common.
 */
public final class JsonDiff {

    private final List<JsonChange> changes = new ArrayList<>();

    private JsonDiff() {}

    /**
     * An element of a list, or what became of it.
     *
     * @param before MissingNode where it was added
     * @param after MissingNode where it was removed
     * @param place in the new list, or the old one where it was removed, from 0
     * @param changes from the old element to the new; none where it is the same, was added or removed
     */
    public record Element(JsonNode before, JsonNode after, int place, List<JsonChange> changes) {

        public Element {
            changes = List.copyOf(changes);
        }

        /** What became of it. */
        public Fate fate() {
            if (before.isMissingNode()) {
                return Fate.ADDED;
            }
            if (after.isMissingNode()) {
                return Fate.REMOVED;
            }
            return changes.isEmpty() ? Fate.SAME : Fate.CHANGED;
        }
    }

    /** What may become of an element. */
    public enum Fate {
        SAME,
        CHANGED,
        REMOVED,
        ADDED
    }

    /** A value and its words, counted once for all values that it is compared with. */
    private record Candidate(JsonNode value, WordBag words) {

        static double likeness(Candidate left, Candidate right) {
            return left.value.equals(right.value) ? 1 : left.words.likeness(right.words);
        }
    }

    /** Changes that make the new value of the old; none where they are equal. */
    public static List<JsonChange> of(JsonNode before, JsonNode after) {
        var diff = new JsonDiff();
        diff.compare("", before, after);
        return diff.changes;
    }

    /** What became of the elements, in the order of both lists. */
    public static List<Element> elements(Iterable<JsonNode> before, Iterable<JsonNode> after) {
        var elements = new ArrayList<Element>();
        var removed = 0;
        var added = 0;
        for (var row : Alignment.of(candidates(before), candidates(after), Candidate::likeness)) {
            var was = row.before() == null
                    ? MissingNode.getInstance()
                    : row.before().value();
            var is = row.after() == null
                    ? MissingNode.getInstance()
                    : row.after().value();
            var changes = was.isMissingNode() || is.isMissingNode() ? List.<JsonChange>of() : of(was, is);
            var place = is.isMissingNode() ? elements.size() - added : elements.size() - removed;
            elements.add(new Element(was, is, place, changes));
            removed += is.isMissingNode() ? 1 : 0;
            added += was.isMissingNode() ? 1 : 0;
        }
        return elements;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            compareFields(path, before, after);
        } else if (before.isArray() && after.isArray()) {
            compareElements(path, before, after);
        } else if (!before.equals(after)) {
            changes.add(new JsonChange(Operation.REPLACE, path, before, after));
        }
    }

    private void compareFields(String path, JsonNode before, JsonNode after) {
        for (var field : before.properties()) {
            var place = path + "/" + escaped(field.getKey());
            var now = after.get(field.getKey());
            if (now == null) {
                remove(place, field.getValue());
            } else {
                compare(place, field.getValue(), now);
            }
        }
        for (var field : after.properties()) {
            if (!before.has(field.getKey())) {
                add(path + "/" + escaped(field.getKey()), field.getValue());
            }
        }
    }

    private void compareElements(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        var index = 0;
        for (var element : elements(before, after)) {
            var place = path + "/" + index;
            switch (element.fate()) {
                case REMOVED -> remove(place, element.before());
                case ADDED -> add(place, element.after());
                case SAME, CHANGED -> element.changes().forEach(change -> changes.add(change.below(place)));
            }
            index += element.fate() == Fate.REMOVED ? 0 : 1;
        }
    }

    private void add(String path, JsonNode value) {
        changes.add(new JsonChange(Operation.ADD, path, MissingNode.getInstance(), value));
    }

    private void remove(String path, JsonNode value) {
        changes.add(new JsonChange(Operation.REMOVE, path, value, MissingNode.getInstance()));
    }

    private static List<Candidate> candidates(Iterable<JsonNode> list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(value -> new Candidate(value, WordBag.of(value)))
                .toList();
    }

    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }
}
