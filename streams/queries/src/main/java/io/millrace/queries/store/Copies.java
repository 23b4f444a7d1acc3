package io.millrace.queries.store;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.Provenance.Role;
import io.millrace.queries.store.ReadOptions.Consistency;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * The copies of a partitioned store that are on this instance, read through interactive queries v2. A partition that is
 * not here is never mistaken for an absent key, and a copy that may be behind is never taken for one that is not.
 */
final class Copies {

    private final StoreDescription store;
    private final LocalApplication application;
    private final String servedBy;

    Copies(StoreDescription store, LocalApplication application, String servedBy) {
        this.store = store;
        this.application = application;
        this.servedBy = servedBy;
    }

    /**
     * What one copy says.
     *
     * @param result null where the store does not hold the key
     */
    record Copy<R>(@Nullable R result, Provenance provenance) {

        /** What a query that always has a result gave. */
        R value() {
            return Objects.requireNonNull(result, "a result");
        }
    }

    /**
     * Asks the active copy, or another where the options let it answer. Of several threads at once.
     *
     * @throws ProblemException STORE_MOVING when no copy is here that may answer, TOO_STALE when none is fresh enough
     */
    <R> Copy<R> read(KafkaStreams client, Query<R> query, int partition, ReadOptions options) {
        var active = query(client, query, partition, true);
        if (active.isSuccess()) {
            return active(client, active, partition, options);
        }
        if (options.consistency() == Consistency.STRONG) {
            throw problem(active);
        }
        // Before it is read, so that the copy is no further behind than it says.
        var lag = application.lag(store.name().name(), partition);
        if (options.consistency() == Consistency.BOUNDED && (lag.isEmpty() || lag.getAsLong() > options.maxLag())) {
            throw tooStale(partition, lag);
        }
        var copy = query(client, query, partition, false);
        if (copy.isFailure()) {
            throw problem(copy);
        }
        // Copies are made of what is committed.
        return copy(copy, partition, Role.STANDBY, lag, Isolation.COMMITTED);
    }

    private <R> Copy<R> active(KafkaStreams client, QueryResult<R> result, int partition, ReadOptions options) {
        // After the read: an instance that was stopped in between does not know what others have done since.
        var lag = application.isOwner() ? OptionalLong.of(0) : OptionalLong.empty();
        if (lag.isEmpty() && options.consistency() != Consistency.ANY) {
            discard(result);
            throw Problem.STORE_MOVING.because("store " + store.name()
                    + " may have moved: the broker has not been heard for a while; try again shortly");
        }
        var committed = application.committed(client).cover(Positions.of(result.getPosition()));
        return copy(result, partition, Role.ACTIVE, lag, committed ? Isolation.COMMITTED : Isolation.UNCOMMITTED);
    }

    private <R> Copy<R> copy(QueryResult<R> result, int partition, Role role, OptionalLong lag, Isolation isolation) {
        var position = Positions.of(result.getPosition());
        return new Copy<>(result.getResult(), new Provenance(partition, servedBy, role, lag, position, isolation));
    }

    private <R> QueryResult<R> query(KafkaStreams client, Query<R> query, int partition, boolean onlyActive) {
        var request =
                StateQueryRequest.inStore(store.name().name()).withQuery(query).withPartitions(Set.of(partition));
        var result = client.query(onlyActive ? request.requireActive() : request)
                .getPartitionResults()
                .get(partition);
        if (result == null) {
            throw LocalApplication.notHere(store);
        }
        return result;
    }

    private ProblemException problem(QueryResult<?> failure) {
        var reason = failure.getFailureReason();
        return switch (reason) {
            case NOT_ACTIVE, NOT_PRESENT, NOT_UP_TO_BOUND, DOES_NOT_EXIST -> LocalApplication.notHere(store);
            default ->
                isClosed(failure)
                        ? LocalApplication.notHere(store)
                        : Problem.INTERNAL.because("store " + store.name() + " failed: " + reason);
        };
    }

    /** Whether the copy was closed while it was read, as when it becomes the active one: only the text of the failure tells. */
    private static boolean isClosed(QueryResult<?> failure) {
        return failure.getFailureReason() == FailureReason.STORE_EXCEPTION
                && failure.getFailureMessage().contains(InvalidStateStoreException.class.getSimpleName());
    }

    private ProblemException tooStale(int partition, OptionalLong lag) {
        var behind = lag.isEmpty() ? "an unknown number of" : Long.toString(lag.getAsLong());
        return Problem.TOO_STALE.because("the copy of partition " + partition + " of store " + store.name() + " is "
                + behind + " records behind");
    }

    private static void discard(QueryResult<?> result) {
        if (result.getResult() instanceof KeyValueIterator<?, ?> entries) {
            entries.close();
        }
    }
}
