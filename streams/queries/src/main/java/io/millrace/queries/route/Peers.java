package io.millrace.queries.route;

import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreAnswer;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StorePage;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.state.HostInfo;

/** The other instances. Each answers from its own copies and asks nobody else. Safe for use by several threads. */
public interface Peers {

    /** Fails with a {@link io.millrace.queries.ProblemException}: that of the peer, PEER_UNREACHABLE or TIMEOUT. */
    CompletableFuture<StoreAnswer> get(
            HostInfo peer, StoreDescription store, String key, int partition, ReadOptions options);

    /** Fails likewise. */
    CompletableFuture<StorePage> range(
            HostInfo peer,
            StoreDescription store,
            KeyRange range,
            int limit,
            Set<Integer> partitions,
            ReadOptions options);
}
