package io.millrace.cli.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.diff.JsonChange;
import io.millrace.cli.diff.JsonDiff.Element;
import io.millrace.cli.replay.Outcome.Figures;
import io.millrace.cli.replay.Outcome.Missing;
import java.util.List;
import java.util.Locale;

/** A replay and what it has changed as one JSON object, for scripts. */
final class DiffJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private DiffJson() {}

    static ObjectNode of(OutcomeDiff diff) {
        var json = JSON.objectNode().put("pipeline", diff.after().pipeline()).put("same", diff.same());
        json.set("before", outcome(diff.before()));
        json.set("after", outcome(diff.after()));
        var items = json.putArray("items");
        diff.items().forEach(item -> items.add(item(item)));
        addMissing(json.putArray("noLongerMissing"), diff.noLongerMissing());
        addMissing(json.putArray("newlyMissing"), diff.newlyMissing());
        return json;
    }

    private static ObjectNode outcome(Outcome outcome) {
        var json = JSON.objectNode()
                .put("requestId", outcome.requestId())
                .put("version", outcome.version())
                .put("status", outcome.ending().status());
        putIfAny(json, "finishReason", outcome.ending().finishReason());
        putIfAny(json, "errorCode", outcome.ending().errorCode());
        json.put("text", outcome.text());
        if (!outcome.json().isMissingNode()) {
            json.set("json", outcome.json());
        }
        addMissing(json.putArray("missing"), outcome.missing());
        json.set("total", figures(outcome.total()));
        var stages = json.putObject("stages");
        outcome.stages().forEach(stage -> stages.set(stage.stage(), figures(stage.figures())));
        return json;
    }

    private static ObjectNode item(Element item) {
        var json = JSON.objectNode()
                .put("change", item.fate().name().toLowerCase(Locale.ROOT))
                .put("place", item.place());
        var patch = json.putArray("patch");
        item.changes().stream().map(JsonChange::toJson).forEach(patch::add);
        return json;
    }

    private static void addMissing(ArrayNode array, List<Missing> missing) {
        missing.forEach(one -> array.addObject()
                .put("stage", one.stage())
                .put("path", one.path())
                .put("code", one.code()));
    }

    private static ObjectNode figures(Figures figures) {
        return JSON.objectNode()
                .put("calls", figures.calls())
                .put("promptTokens", figures.promptTokens())
                .put("cachedTokens", figures.cachedTokens())
                .put("completionTokens", figures.completionTokens())
                .put("millis", figures.millis())
                .put("cost", figures.cost());
    }

    private static void putIfAny(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }
}
