package io.millrace.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.diff.JsonDiff;
import io.millrace.cli.replay.Outcome.Missing;
import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two outcomes. Tokens, time and cost are no part of it: they differ even where the same is answered.
 *
 * @param items elements of the answer where it is a list both times, else the answer as the one item
 * @param noLongerMissing what only the first lacked
 * @param newlyMissing what only the second lacks
 */
record OutcomeDiff(
        Outcome before,
        Outcome after,
        List<JsonDiff.Element> items,
        List<Missing> noLongerMissing,
        List<Missing> newlyMissing) {

    OutcomeDiff {
        items = List.copyOf(items);
        noLongerMissing = List.copyOf(noLongerMissing);
        newlyMissing = List.copyOf(newlyMissing);
    }

    static OutcomeDiff of(Outcome before, Outcome after) {
        var lists = before.json().isArray() && after.json().isArray();
        return new OutcomeDiff(
                before,
                after,
                JsonDiff.elements(items(before.json(), lists), items(after.json(), lists)),
                without(before.missing(), after.missing()),
                without(after.missing(), before.missing()));
    }

    /** Whether the second outcome is that of the first. */
    boolean same() {
        return before.ending().equals(after.ending())
                && before.text().equals(after.text())
                && before.json().equals(after.json())
                && before.missing().equals(after.missing());
    }

    private static Iterable<JsonNode> items(JsonNode json, boolean lists) {
        if (lists) {
            return json;
        }
        return json.isMissingNode() ? List.of() : List.of(json);
    }

    /** What is left when each of {@code others} takes away one that equals it. */
    private static List<Missing> without(List<Missing> missing, List<Missing> others) {
        var left = new ArrayList<>(missing);
        others.forEach(left::remove);
        return left;
    }
}
