package io.millrace.queries.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.LocalStore;
import io.millrace.queries.store.Positions;
import io.millrace.queries.store.Provenance;
import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.Provenance.Role;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.ReadOptions.Consistency;
import io.millrace.queries.store.StoreAnswer;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StorePage;
import io.millrace.queries.store.StoreReader.Partial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;

/** Which instance is asked, in which order, and what becomes of those that cannot answer. */
class RoutedReaderTest {

    private static final HostInfo SELF = new HostInfo("self", 1);
    private static final HostInfo PEER = new HostInfo("peer", 1);
    private static final HostInfo THIRD = new HostInfo("third", 1);
    private static final StoreDescription STORE =
            StoreDescription.keyValue(StoreName.of("a-store"), "app", Usage.class, "test");
    private static final ReadOptions ANY = new ReadOptions(Consistency.ANY, 0, Positions.NONE, Isolation.UNCOMMITTED);

    private final Instances instances = new Instances();

    @Test
    void shouldAskTheActiveCopyAlone() {
        var reader = reader(new Placement(0, Optional.of(PEER), List.of(SELF)));

        assertThat(reader.get("k", ReadOptions.STRONG).provenance().servedBy()).isEqualTo("peer");
        assertThat(instances.asked).containsExactly("peer");
    }

    @Test
    void shouldAskNoStandbyForAStrongAnswer() {
        instances.broken.put(PEER, Problem.PEER_UNREACHABLE);
        var reader = reader(new Placement(0, Optional.of(PEER), List.of(SELF, THIRD)));

        var failure = catchThrowableOfType(ProblemException.class, () -> reader.get("k", ReadOptions.STRONG));

        assertThat(failure.problem()).isEqualTo(Problem.PEER_UNREACHABLE);
        assertThat(instances.asked).containsExactly("peer");
    }

    @Test
    void shouldAskTheOwnCopyBeforeThoseOfOthers() {
        instances.broken.put(PEER, Problem.TIMEOUT);
        var reader = reader(new Placement(0, Optional.of(PEER), List.of(THIRD, SELF)));

        assertThat(reader.get("k", ANY).provenance().servedBy()).isEqualTo("self");
        assertThat(instances.asked).containsExactly("peer", "self");
    }

    @Test
    void shouldAskEachStandbyWhileNoneCanAnswer() {
        instances.broken.put(SELF, Problem.STORE_MOVING);
        instances.broken.put(PEER, Problem.TOO_STALE);
        var reader = reader(new Placement(0, Optional.empty(), List.of(PEER, SELF)));

        var failure = catchThrowableOfType(ProblemException.class, () -> reader.get("k", ANY));

        assertThat(failure.problem()).isEqualTo(Problem.TOO_STALE);
        assertThat(instances.asked).containsExactly("self", "peer");
    }

    @Test
    void shouldNotAskOnWhenTheQuestionIsWrong() {
        instances.broken.put(PEER, Problem.INVALID_PARAMETER);
        var reader = reader(new Placement(0, Optional.of(PEER), List.of(SELF)));

        var failure = catchThrowableOfType(ProblemException.class, () -> reader.get("k", ANY));

        assertThat(failure.problem()).isEqualTo(Problem.INVALID_PARAMETER);
        assertThat(instances.asked).containsExactly("peer");
    }

    @Test
    void shouldSayThatAStoreMovesWhoseCopiesAreNowhere() {
        var reader = reader(new Placement(0, Optional.empty(), List.of(SELF)));

        var failure = catchThrowableOfType(ProblemException.class, () -> reader.get("k", ReadOptions.STRONG));

        assertThat(failure.problem()).isEqualTo(Problem.STORE_MOVING);
    }

    @Test
    void shouldMergeTheEntriesOfAllInstancesInOrder() {
        var reader = reader(
                new Placement(0, Optional.of(SELF), List.of()),
                new Placement(1, Optional.of(PEER), List.of()),
                new Placement(2, Optional.of(SELF), List.of()));

        var page = reader.range(KeyRange.ALL, 4);

        assertThat(page.entries()).extracting(StoreEntry::key).containsExactly("0-0", "0-1", "0-2", "1-0");
        assertThat(page.lastKey()).isEqualTo("1-0");
        assertThat(reader.range(KeyRange.ALL.after("1-1"), 10).entries())
                .extracting(StoreEntry::key)
                .containsExactly("1-2", "2-0", "2-1", "2-2");
        assertThat(reader.range(KeyRange.ALL, 9).lastKey()).isNull();
    }

    @Test
    void shouldTakeTheCopyOfAStandbyForAPartitionThatCannotBeRead() {
        instances.missing.put(PEER, Set.of(1));
        var reader = reader(
                new Placement(0, Optional.of(PEER), List.of(SELF)),
                new Placement(1, Optional.of(PEER), List.of(THIRD)));

        var page = reader.range(KeyRange.ALL, 10, ANY, Partial.REFUSED);

        assertThat(page.entries())
                .extracting(entry -> entry.key() + " " + entry.provenance().servedBy())
                .containsExactly("0-0 peer", "0-1 peer", "0-2 peer", "1-0 third", "1-1 third", "1-2 third");
        assertThat(page.missing()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatNobodyCanReadOnlyWhereThatIsTaken() {
        instances.broken.put(PEER, Problem.PEER_UNREACHABLE);
        var reader = reader(
                new Placement(0, Optional.of(SELF), List.of()),
                new Placement(1, Optional.of(PEER), List.of()),
                new Placement(2, Optional.empty(), List.of()));

        var page = reader.range(KeyRange.ALL, 10, ReadOptions.STRONG, Partial.TAKEN);
        var failure = catchThrowableOfType(
                ProblemException.class, () -> reader.range(KeyRange.ALL, 10, ReadOptions.STRONG, Partial.REFUSED));

        assertThat(page.entries()).hasSize(3);
        assertThat(page.missing()).containsExactly(1, 2);
        assertThat(failure.problem()).isEqualTo(Problem.PEER_UNREACHABLE);
    }

    private RoutedReader reader(Placement... placements) {
        return new RoutedReader(
                instances.store(SELF),
                new Placements() {
                    @Override
                    public Placement of(String key) {
                        return placements[0];
                    }

                    @Override
                    public List<Placement> all() {
                        return List.of(placements);
                    }
                },
                instances,
                SELF);
    }

    /** Instances that each have all partitions, with three entries in each: {@code partition-number}. */
    private static final class Instances implements Peers {

        private final List<String> asked = new ArrayList<>();
        private final Map<HostInfo, Problem> broken = new HashMap<>();
        private final Map<HostInfo, Set<Integer>> missing = new HashMap<>();

        LocalStore store(HostInfo host) {
            return new LocalStore() {
                @Override
                public StoreDescription description() {
                    return STORE;
                }

                @Override
                public StoreAnswer get(String key, int partition, ReadOptions options) {
                    ask(host);
                    return new StoreAnswer(key, null, from(host, partition));
                }

                @Override
                public StorePage range(KeyRange range, int limit, Set<Integer> partitions, ReadOptions options) {
                    ask(host);
                    var without = new TreeSet<>(missing.getOrDefault(host, Set.of()));
                    var keys = new TreeSet<String>();
                    partitions.stream()
                            .filter(partition -> !without.contains(partition))
                            .forEach(partition ->
                                    keys.addAll(List.of(partition + "-0", partition + "-1", partition + "-2")));
                    var entries = keys.stream()
                            .filter(key -> range.after() == null || key.compareTo(range.after()) > 0)
                            .map(key -> new StoreEntry(key, new Usage(1L, 0L, 1L), from(host, key.charAt(0) - '0')))
                            .toList();
                    without.retainAll(partitions);
                    return StorePage.merged(List.of(new StorePage(entries, null)), limit, without);
                }
            };
        }

        @Override
        public CompletableFuture<StoreAnswer> get(
                HostInfo peer, StoreDescription store, String key, int partition, ReadOptions options) {
            return CompletableFuture.supplyAsync(() -> store(peer).get(key, partition, options), Runnable::run);
        }

        @Override
        public CompletableFuture<StorePage> range(
                HostInfo peer,
                StoreDescription store,
                KeyRange range,
                int limit,
                Set<Integer> partitions,
                ReadOptions options) {
            return CompletableFuture.supplyAsync(
                    () -> store(peer).range(range, limit, partitions, options), Runnable::run);
        }

        private void ask(HostInfo host) {
            asked.add(host.host());
            var problem = broken.get(host);
            if (problem != null) {
                throw problem.because("broken");
            }
        }

        private static Provenance from(HostInfo host, int partition) {
            return new Provenance(
                    partition, host.host(), Role.ACTIVE, OptionalLong.of(0), Positions.NONE, Isolation.COMMITTED);
        }
    }
}
