package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.millrace.events.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** How Confluent's registry client is set up here. */
public final class Registry {

    private static final int CACHED_SCHEMAS = 1000;

    private Registry() {}

    /**
     * A client that answers or fails within seconds and does not retry by itself: {@link RegistryPatience} does.
     *
     * @param settings further settings of Confluent's client, such as credentials; they win over the ones made here
     */
    public static SchemaRegistryClient client(String url, Map<String, ?> settings) {
        var all = new HashMap<String, Object>();
        all.put("schema.registry.url", url);
        all.put("http.connect.timeout.ms", 5_000);
        all.put("http.read.timeout.ms", 10_000);
        all.put("max.retries", 0);
        all.putAll(settings);
        return SchemaRegistryClientFactory.newClient(
                List.of(url.split(",")), CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), all, Map.of());
    }

    /** The schema of a topic's values as it is registered: without the properties that only Java's code generator uses. */
    public static ParsedSchema schema(Topic<?> topic) {
        return new AvroSchema(portable(topic.type()));
    }

    private static Schema portable(Class<?> type) {
        var schema = SpecificData.get().getSchema(type);
        return AvroSchemaUtils.getSchema(SpecificData.newInstance(type, schema), false, false, true);
    }
}
