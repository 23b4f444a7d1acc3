package io.millrace.core.state;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Stores on disk that may be queried while they are written. Kafka Streams' own must not be: see {@link StoreLockFirst}.
 */
public final class PersistentStores {

    private PersistentStores() {}

    /** As {@link Stores#persistentKeyValueStore}. */
    public static KeyValueBytesStoreSupplier keyValue(StoreName name) {
        return new Supplier(Stores.persistentKeyValueStore(name.name()));
    }

    private record Supplier(KeyValueBytesStoreSupplier inner) implements KeyValueBytesStoreSupplier {

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new StoreLockFirst(inner.get());
        }

        @Override
        public String metricsScope() {
            return inner.metricsScope();
        }
    }
}
