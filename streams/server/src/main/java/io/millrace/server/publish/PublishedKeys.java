package io.millrace.server.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.app.Health;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.state.GlobalTables;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.server.PublishedKey;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.queries.route.RoutedStores;
import io.millrace.queries.store.LocalApplication;
import io.millrace.queries.store.Patience;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreReader;
import io.millrace.queries.store.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;

/** The store of idempotency keys: a global table of {@code server.idempotency}, kept on disk. */
public final class PublishedKeys implements AutoCloseable {

    /** Id of the application that keeps the table. */
    public static final String APPLICATION = "millrace.server";

    /**
     * Idempotency keys by topic. Bound: one entry for each event published with a key within {@code
     * server.idempotency.ms}; older ones are deleted by {@link OnceWriter}.
     */
    public static final StoreName KEYS = StoreName.of("server-idempotency");

    private final StreamsApp app;
    private final StoreReader reader;

    public PublishedKeys(CoreSettings settings, EventSerdes serdes, MeterRegistry meters) {
        this.app = StreamsApp.of(
                APPLICATION, topology(serdes), settings, Map.of(), new Catalogue(ServerTopics.ALL), meters);
        var store = StoreDescription.global(
                KEYS, APPLICATION, PublishedKey.class, "one entry for each key within server.idempotency.ms");
        var here = LocalApplication.of(app, group -> Map.of(), System::nanoTime);
        var stores = new Stores(List.of(store), List.of(here), new Patience(Duration.ZERO, 0), APPLICATION);
        this.reader = RoutedStores.here(stores.find(KEYS.name()));
    }

    static Topology topology(EventSerdes serdes) {
        var builder = new StreamsBuilder();
        GlobalTables.add(builder, KEYS, ServerTopics.IDEMPOTENCY, serdes);
        return builder.build();
    }

    public void start() {
        app.start();
    }

    public Health health() {
        return app.health();
    }

    StoreReader reader() {
        return reader;
    }

    /** @throws io.millrace.queries.ProblemException while the table is not read to its end */
    Optional<PublishedKey> find(String key) {
        return reader.find(key).map(entry -> (PublishedKey) entry.value());
    }

    @Override
    public void close() {
        app.close();
    }
}
