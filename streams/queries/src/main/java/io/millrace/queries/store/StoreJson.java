package io.millrace.queries.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.queries.json.AvroJson;
import java.util.Locale;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Answers of store queries as JSON. */
public final class StoreJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StoreJson() {}

    public static ObjectNode description(StoreDescription store) {
        return JSON.objectNode()
                .put("name", store.name().name())
                .put("application", store.application())
                .put("kind", store.kind().name().toLowerCase(Locale.ROOT))
                .put("key", "string")
                .put("value", SpecificData.get().getSchema(store.type()).getFullName())
                .put("bound", store.bound());
    }

    public static ObjectNode entry(String store, StoreEntry entry) {
        var json = JSON.objectNode().put("store", store).put("key", entry.key());
        json.set("value", AvroJson.toJson(entry.value()));
        json.setAll(provenance(entry.provenance()));
        return json;
    }

    /** @param cursor of the next page; null when this is the last */
    public static ObjectNode page(String store, StorePage page, @Nullable String cursor) {
        var json = JSON.objectNode().put("store", store);
        var items = json.putArray("items");
        for (var entry : page.entries()) {
            var item = items.addObject().put("key", entry.key());
            item.set("value", AvroJson.toJson(entry.value()));
            item.setAll(provenance(entry.provenance()));
        }
        return json.put("cursor", cursor);
    }

    private static ObjectNode provenance(Provenance provenance) {
        var json = JSON.objectNode()
                .put("partition", provenance.partition())
                .put("servedBy", provenance.servedBy())
                .put("role", provenance.role().name().toLowerCase(Locale.ROOT))
                .put("lag", provenance.lag());
        var position = json.putObject("position");
        provenance.position().forEach(position::put);
        return json.put("isolation", provenance.isolation().name().toLowerCase(Locale.ROOT));
    }
}
