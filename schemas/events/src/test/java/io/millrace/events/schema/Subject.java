package io.millrace.events.schema;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.millrace.events.avro.server.PublishedKey;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.PinnedPlan;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.ScopeState;
import io.millrace.events.serde.Registry;
import io.millrace.events.serde.StateHistory;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Something whose schema must stay readable: the values of a topic, or the values of stores.
 *
 * @param name directory below {@code history}; the registry's subject, or {@code <system>.<Type>-state}
 * @param type the generated class
 * @param schema the schema of today as it is registered
 * @param state whether its bytes are in Avro single-object encoding
 */
record Subject(String name, Class<? extends SpecificRecord> type, Schema schema, boolean state) {

    private static final List<Class<? extends SpecificRecord>> STATES = List.of(
            RequestState.class,
            ItemState.class,
            ScopeState.class,
            PinnedPlan.class,
            Request.class,
            Element.class,
            Plan.class,
            Load.class,
            PublishedKey.class);

    static List<Subject> all() {
        var subjects = new ArrayList<Subject>();
        var topics = new ArrayList<>(TokensTopics.FIXED);
        topics.add(TokensTopics.work("pool", 1));
        topics.addAll(ServerTopics.ALL);
        topics.forEach(topic -> subjects.add(of(topic)));
        STATES.forEach(type -> subjects.add(of(type)));
        return List.copyOf(subjects);
    }

    private static Subject of(Topic<?> topic) {
        var schema = ((AvroSchema) Registry.schema(topic)).rawSchema();
        return new Subject(topic.subject(), topic.type(), schema, false);
    }

    private static Subject of(Class<? extends SpecificRecord> type) {
        var schema = SpecificData.get().getSchema(type);
        return new Subject(StateHistory.name(schema), type, schema, true);
    }

    @Override
    public String toString() {
        return name;
    }
}
