package io.millrace.queries.store;

import io.millrace.core.app.NotRunningException;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.state.GlobalPositions;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.errors.StreamsStoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application on this instance, as its stores are read: turns what Kafka Streams throws while it is not ready into
 * problems, and knows how fresh its copies are. Safe for use by several threads.
 */
public final class LocalApplication {

    private static final Logger LOG = LoggerFactory.getLogger(LocalApplication.class);

    private final String id;
    private final Supplier<KafkaStreams> streams;
    private final GlobalPositions globals;
    private final BooleanSupplier owner;
    private final CopyLags lags;
    private final Function<String, Map<TopicPartition, Long>> group;
    private volatile Map<TopicPartition, Long> committed = Map.of();

    /** @param group tells what an application has committed; asked by {@link #measure} */
    public static LocalApplication of(
            StreamsApp app, Function<String, Map<TopicPartition, Long>> group, LongSupplier nanos) {
        return new LocalApplication(
                app.applicationId(), app::streams, app.globals(), app::isOwner, new CopyLags(nanos), group);
    }

    @SuppressWarnings("TooManyParameters")
    private LocalApplication(
            String id,
            Supplier<KafkaStreams> streams,
            GlobalPositions globals,
            BooleanSupplier owner,
            CopyLags lags,
            Function<String, Map<TopicPartition, Long>> group) {
        this.id = id;
        this.streams = streams;
        this.globals = globals;
        this.owner = owner;
        this.lags = lags;
        this.group = group;
    }

    public String id() {
        return id;
    }

    GlobalPositions globals() {
        return globals;
    }

    /**
     * Measures how far copies are behind and what is committed; to be called about each second by one thread, which it may hold
     * up.
     */
    public void measure() {
        try {
            var client = streams.get();
            if (client.state().isRunningOrRebalancing()) {
                committed = group.apply(id);
                lags.measure(client);
            }
        } catch (NotRunningException | KafkaException | IllegalStateException e) {
            LOG.debug("lags are not known app={}", id, e);
        }
    }

    CommittedOffsets committed(KafkaStreams client) {
        return new CommittedOffsets(client, committed);
    }

    /** Whether no other instance can be active in the place of this one. */
    boolean isOwner() {
        return owner.getAsBoolean();
    }

    OptionalLong lag(String store, int partition) {
        return lags.of(store, partition);
    }

    /**
     * Reads a store from the client of now.
     *
     * @throws ProblemException NOT_READY while there is none, STORE_MOVING while the store is not here
     */
    public <T> T read(StoreDescription store, Function<KafkaStreams, T> reading) {
        try {
            return read(reading);
        } catch (InvalidStateStoreException e) {
            throw new ProblemException(Problem.STORE_MOVING, moving(store), e);
        }
    }

    /**
     * Reads from the client of now.
     *
     * @throws ProblemException NOT_READY while there is none
     */
    public <T> T read(Function<KafkaStreams, T> reading) {
        try {
            var client = streams.get();
            var state = client.state();
            if (!state.isRunningOrRebalancing()) {
                throw Problem.NOT_READY.because("application " + id + " is " + state);
            }
            return reading.apply(client);
        } catch (NotRunningException | StreamsNotStartedException | StreamsStoppedException e) {
            throw new ProblemException(Problem.NOT_READY, "application " + id + " does not run at the moment", e);
        }
    }

    /** The store is elsewhere, or nowhere yet. */
    public static ProblemException notHere(StoreDescription store) {
        return Problem.STORE_MOVING.because(moving(store));
    }

    private static String moving(StoreDescription store) {
        return "store " + store.name() + " is being moved or restored; try again shortly";
    }
}
