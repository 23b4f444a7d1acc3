package io.millrace.queries.route;

import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.LocalApplication;
import io.millrace.queries.store.LocalStore;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreAnswer;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreDescription.Kind;
import io.millrace.queries.store.StorePage;
import io.millrace.queries.store.StoreReader;
import io.millrace.queries.store.Stores;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/** Reads the stores of an installation, wherever they are. Safe for use by several threads. */
public final class RoutedStores {

    private final Stores stores;
    private final Peers peers;
    private final HostInfo self;
    private final LongSupplier nanos;
    private final Map<String, StoreReader> readers = new ConcurrentHashMap<>();

    /** @param self how the other instances call this one */
    public RoutedStores(Stores stores, Peers peers, HostInfo self, LongSupplier nanos) {
        this.stores = stores;
        this.peers = peers;
        this.self = self;
        this.nanos = nanos;
    }

    public List<StoreDescription> descriptions() {
        return stores.descriptions();
    }

    /** @throws io.millrace.queries.ProblemException UNKNOWN_STORE, NOT_READY */
    public StoreReader find(String name) {
        var local = stores.find(name);
        return readers.computeIfAbsent(name, unused -> reader(local));
    }

    /**
     * The instances of all applications that run here.
     *
     * @throws io.millrace.queries.ProblemException NOT_READY while one of them does not run
     */
    public List<Instance> instances() {
        return stores.applications().stream()
                .flatMap(application -> application.read(this::instances).map(found -> instance(application, found)))
                .toList();
    }

    private Stream<StreamsMetadata> instances(KafkaStreams client) {
        return client.metadataForAllStreamsClients().stream()
                .sorted(Comparator.comparing(found -> found.hostInfo().toString()));
    }

    private Instance instance(LocalApplication application, StreamsMetadata found) {
        return new Instance(
                application.id(),
                found.hostInfo(),
                found.hostInfo().equals(self),
                names(found.topicPartitions()),
                names(found.standbyTopicPartitions()));
    }

    private static List<String> names(Set<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
                .map(TopicPartition::toString)
                .toList();
    }

    /** Reads what every instance holds whole, here. */
    public static StoreReader here(LocalStore store) {
        return new HereReader(store);
    }

    private StoreReader reader(LocalStore local) {
        var application = stores.application(local.description());
        return local.description().kind() == Kind.GLOBAL || application.isEmpty()
                ? here(local)
                : new RoutedReader(local, new Locator(local.description(), application.get(), nanos), peers, self);
    }

    private record HereReader(LocalStore store) implements StoreReader {

        @Override
        public StoreDescription description() {
            return store.description();
        }

        @Override
        public StoreAnswer get(String key, ReadOptions options) {
            return store.get(key, -1, options);
        }

        @Override
        public StorePage range(KeyRange range, int limit, ReadOptions options, Partial partial) {
            return store.range(range, limit, Set.of(), options);
        }
    }
}
