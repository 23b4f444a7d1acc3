package io.millrace.core.state;

import io.millrace.events.serde.UndecodableRecordException;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the last value of each key. Used by the global thread only, in one instance for the start and one after it. */
final class GlobalTableUpdate<V> implements Processor<String, V, Void, Void> {

    private final StoreName name;
    private GlobalPositions positions = new GlobalPositions();
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable KeyValueStore<String, V> store;

    GlobalTableUpdate(StoreName name) {
        this.name = name;
    }

    @Override
    public void init(ProcessorContext<Void, Void> given) {
        context = given;
        KeyValueStore<String, V> table = given.getStateStore(name.name());
        if (given.appConfigs().get(GlobalPositions.KEY) instanceof GlobalPositions ofApplication) {
            positions = ofApplication;
        }
        positions.opened(name, table);
        store = table;
    }

    @Override
    public void process(Record<String, V> record) {
        if (store == null || context == null) {
            throw new IllegalStateException("not initialised");
        }
        if (record.key() == null) {
            throw new UndecodableRecordException(Reason.NULL_KEY, "no key for the table " + name);
        }
        if (record.value() == null) {
            store.delete(record.key());
        } else {
            store.put(record.key(), record.value());
        }
        context.recordMetadata()
                .ifPresent(at -> positions.applied(name, new TopicPartition(at.topic(), at.partition()), at.offset()));
    }
}
