package io.millrace.queries.store;

import io.millrace.core.app.NotRunningException;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.errors.StreamsStoppedException;
import org.jspecify.annotations.Nullable;

/** The Kafka Streams client behind a store; turns what it throws while it is not ready into problems. */
final class RunningStreams {

    private final StoreDescription store;
    private final @Nullable Supplier<KafkaStreams> streams;

    RunningStreams(StoreDescription store, @Nullable Supplier<KafkaStreams> streams) {
        this.store = store;
        this.streams = streams;
    }

    <T> T read(Function<KafkaStreams, T> reading) {
        if (streams == null) {
            throw Problem.NOT_READY.because("application " + store.application() + " does not run here");
        }
        try {
            var client = streams.get();
            var state = client.state();
            if (!state.isRunningOrRebalancing()) {
                throw Problem.NOT_READY.because("application " + store.application() + " is " + state);
            }
            return reading.apply(client);
        } catch (NotRunningException | StreamsNotStartedException | StreamsStoppedException e) {
            throw new ProblemException(
                    Problem.NOT_READY, "application " + store.application() + " does not run at the moment", e);
        } catch (InvalidStateStoreException e) {
            throw new ProblemException(Problem.STORE_MOVING, moving(), e);
        }
    }

    ProblemException notHere() {
        return Problem.STORE_MOVING.because(moving());
    }

    private String moving() {
        return "store " + store.name() + " is being moved or restored; try again shortly";
    }
}
