package io.millrace.queries.route;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.LocalApplication;
import io.millrace.queries.store.LocalStore;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreAnswer;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StorePage;
import io.millrace.queries.store.StoreReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Reads a partitioned store wherever its copies are, in one hop: here, or from the instance that has them. An instance that
 * cannot answer is passed over for the next copy, where the options let that one answer.
 */
final class RoutedReader implements StoreReader {

    private final LocalStore local;
    private final Placements placements;
    private final Peers peers;
    private final HostInfo self;

    /** @param self how the others call this instance */
    RoutedReader(LocalStore local, Placements placements, Peers peers, HostInfo self) {
        this.local = local;
        this.placements = placements;
        this.peers = peers;
        this.self = self;
    }

    @Override
    public StoreDescription description() {
        return local.description();
    }

    @Override
    public StoreAnswer get(String key, ReadOptions options) {
        var placement = placements.of(key);
        var failure = LocalApplication.notHere(description());
        for (var host : placement.candidates(options.consistency(), self)) {
            try {
                return get(host, key, placement.partition(), options);
            } catch (ProblemException e) {
                failure = mayBeKnownElsewhere(e);
            }
        }
        throw failure;
    }

    private StoreAnswer get(HostInfo host, String key, int partition, ReadOptions options) {
        return host.equals(self)
                ? local.get(key, partition, options)
                : joined(peers.get(host, description(), key, partition, options));
    }

    @Override
    public StorePage range(KeyRange range, int limit, ReadOptions options, Partial partial) {
        var query = new RangeQuery(range, limit, options);
        var pages = new ArrayList<StorePage>();
        var missing = new TreeSet<Integer>();
        ProblemException failure = null;
        var candidates = placements.all().stream()
                .collect(Collectors.toMap(Placement::partition, each -> each.candidates(options.consistency(), self)));
        for (int attempt = 0; !candidates.isEmpty(); attempt++) {
            var left = new TreeSet<Integer>();
            var asked = ask(query, byHost(candidates, attempt, missing));
            for (var each : asked.entrySet()) {
                try {
                    var page = joined(each.getValue());
                    pages.add(page);
                    left.addAll(page.missing());
                } catch (ProblemException e) {
                    failure = mayBeKnownElsewhere(e);
                    left.addAll(each.getKey());
                }
            }
            candidates.keySet().retainAll(left);
        }
        if (!missing.isEmpty() && partial == Partial.REFUSED) {
            throw failure == null ? LocalApplication.notHere(description()) : failure;
        }
        return StorePage.merged(pages, limit, missing);
    }

    private record RangeQuery(KeyRange range, int limit, ReadOptions options) {}

    /** Partitions by the host that is asked next; those that nobody is left for are missing. */
    private static Map<HostInfo, Set<Integer>> byHost(
            Map<Integer, List<HostInfo>> candidates, int attempt, Set<Integer> missing) {
        candidates.forEach((partition, hosts) -> {
            if (hosts.size() <= attempt) {
                missing.add(partition);
            }
        });
        return candidates.entrySet().stream()
                .filter(each -> each.getValue().size() > attempt)
                .collect(Collectors.groupingBy(
                        each -> each.getValue().get(attempt),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toCollection(TreeSet::new))));
    }

    /** Others are asked first, so that they answer while this instance reads. */
    private Map<Set<Integer>, CompletableFuture<StorePage>> ask(RangeQuery query, Map<HostInfo, Set<Integer>> hosts) {
        var asked = new LinkedHashMap<Set<Integer>, CompletableFuture<StorePage>>();
        hosts.forEach((host, partitions) -> {
            if (!host.equals(self)) {
                asked.put(
                        partitions,
                        peers.range(host, description(), query.range(), query.limit(), partitions, query.options()));
            }
        });
        var own = hosts.get(self);
        if (own != null) {
            asked.put(own, here(query, own));
        }
        return asked;
    }

    private CompletableFuture<StorePage> here(RangeQuery query, Set<Integer> partitions) {
        try {
            return CompletableFuture.completedFuture(
                    local.range(query.range(), query.limit(), partitions, query.options()));
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What is wrong with the question is wrong everywhere. */
    private static ProblemException mayBeKnownElsewhere(ProblemException failure) {
        if (!failure.problem().retryable()) {
            throw failure;
        }
        return failure;
    }

    private static <T> T joined(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new ProblemException(Problem.INTERNAL, "another instance could not be asked", e);
        }
    }
}
