package io.millrace.core.state;

import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.StateSerde;
import io.millrace.events.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Global tables that survive bad records. The DSL's own {@code globalTable} must not be used: at a start it copies the
 * topic's bytes into the store unread, bad ones included, so that a record that is set aside in mid-run fails every lookup
 * after a restart. A global store with a processor reads each record both times, through the failure policy.
 *
 * <p>The store holds values in Avro single-object encoding, so it can be read with the registry away.
 */
public final class GlobalTables {

    private GlobalTables() {}

    /**
     * Adds the table of a compacted topic: the last value of each key, a null deletes it.
     *
     * @throws IllegalArgumentException when the topic is not compacted, so that the table would never be complete
     */
    public static <V extends SpecificRecord> void add(
            StreamsBuilder builder, StoreName store, Topic<V> topic, EventSerdes serdes) {
        builder.addGlobalStore(
                storeBuilder(store, topic),
                topic.name(),
                Consumed.with(Serdes.String(), serdes.value(topic)).withName(store + "-source"),
                supplier(store));
    }

    /** The same for a topology that is put together without the DSL. */
    public static <V extends SpecificRecord> void add(
            Topology topology, StoreName store, Topic<V> topic, EventSerdes serdes) {
        topology.addGlobalStore(
                storeBuilder(store, topic),
                store + "-source",
                new StringDeserializer(),
                serdes.deserializer(topic),
                topic.name(),
                store + "-update",
                supplier(store));
    }

    private static <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> storeBuilder(
            StoreName store, Topic<V> topic) {
        if (!topic.nullDeletes()) {
            throw new IllegalArgumentException(
                    "a global table needs a compacted topic, " + topic.name() + " is not compacted");
        }
        return Stores.keyValueStoreBuilder(
                        PersistentStores.keyValue(store), Serdes.String(), StateSerde.of(topic.type()))
                .withLoggingDisabled();
    }

    private static <V extends SpecificRecord> ProcessorSupplier<String, V, Void, Void> supplier(StoreName store) {
        return () -> new GlobalTableUpdate<>(store);
    }
}
