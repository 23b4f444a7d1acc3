package io.millrace.queries.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.queries.json.AvroJson;
import io.millrace.queries.json.JsonMismatchException;
import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.Provenance.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Answers of store queries as JSON. */
public final class StoreJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StoreJson() {}

    public static ObjectNode description(StoreDescription store) {
        var json = JSON.objectNode()
                .put("name", store.name().name())
                .put("application", store.application())
                .put("kind", store.kind().name().toLowerCase(Locale.ROOT))
                .put("key", "string")
                .put("value", SpecificData.get().getSchema(store.type()).getFullName())
                .put("bound", store.bound());
        var fedBy = json.putArray("fedBy");
        store.fedBy().stream().sorted().forEach(fedBy::add);
        return json;
    }

    /** @return with the value null where the store does not hold the key */
    public static ObjectNode answer(String store, StoreAnswer answer) {
        var json = JSON.objectNode().put("store", store).put("key", answer.key());
        json.set("value", answer.value() == null ? JSON.nullNode() : AvroJson.toJson(answer.value()));
        json.setAll(provenance(answer.provenance()));
        return json;
    }

    /** What {@link #answer} has written. */
    public static StoreAnswer parseAnswer(StoreDescription store, JsonNode json) throws JsonMismatchException {
        var value = json.path("value");
        return new StoreAnswer(
                json.path("key").asText(),
                value.isNull() ? null : AvroJson.fromJson(value, store.type()),
                parseProvenance(json));
    }

    /** What {@link #page} has written; {@code lastKey} for the cursor. */
    public static StorePage parsePage(StoreDescription store, JsonNode json) throws JsonMismatchException {
        var entries = new ArrayList<StoreEntry>();
        for (var item : json.path("items")) {
            entries.add(new StoreEntry(
                    item.path("key").asText(),
                    AvroJson.fromJson(item.path("value"), store.type()),
                    parseProvenance(item)));
        }
        var missing = new ArrayList<Integer>();
        json.path("missing").forEach(partition -> missing.add(partition.asInt()));
        return new StorePage(entries, json.path("cursor").textValue(), missing);
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
        var missing = json.put("cursor", cursor)
                .put("partial", !page.missing().isEmpty())
                .putArray("missing");
        page.missing().forEach(missing::add);
        return json;
    }

    /** Where an answer comes from, as members of it. */
    public static ObjectNode provenance(Provenance provenance) {
        var json = JSON.objectNode()
                .put("partition", provenance.partition())
                .put("servedBy", provenance.servedBy())
                .put("role", provenance.role().name().toLowerCase(Locale.ROOT))
                .put("lag", provenance.lag().isPresent() ? provenance.lag().getAsLong() : null);
        var position = json.putObject("position");
        provenance.position().offsets().forEach((at, offset) -> position.put(at.toString(), offset));
        return json.put("isolation", provenance.isolation().name().toLowerCase(Locale.ROOT));
    }

    private static Provenance parseProvenance(JsonNode json) {
        var offsets = new HashMap<TopicPartition, Long>();
        json.path("position").properties().forEach(each -> {
            int dash = each.getKey().lastIndexOf('-');
            offsets.put(
                    new TopicPartition(
                            each.getKey().substring(0, dash),
                            Integer.parseInt(each.getKey().substring(dash + 1))),
                    each.getValue().asLong());
        });
        var lag = json.path("lag");
        return new Provenance(
                json.path("partition").asInt(),
                json.path("servedBy").asText(),
                Role.valueOf(json.path("role").asText().toUpperCase(Locale.ROOT)),
                lag.isNumber() ? OptionalLong.of(lag.asLong()) : OptionalLong.empty(),
                new Positions(offsets),
                Isolation.valueOf(json.path("isolation").asText().toUpperCase(Locale.ROOT)));
    }
}
