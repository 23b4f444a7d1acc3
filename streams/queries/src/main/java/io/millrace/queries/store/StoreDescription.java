package io.millrace.queries.store;

import io.millrace.core.state.StoreName;
import io.millrace.events.topic.Topic;
import io.millrace.events.topic.Topic.Access;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * A state store as callers see it.
 *
 * @param name of the store in its topology
 * @param application id of the Kafka Streams application that keeps it
 * @param kind how it is kept, and so how it is read
 * @param type class of its values; keys are strings
 * @param bound what limits its size, one sentence
 * @param read the least role that may read it over REST
 * @param routing the part of a key that decides its partition, where the store is partitioned
 * @param fedBy topics whose records its own task folds into it, so that their positions say how far it is
 */
public record StoreDescription(
        StoreName name,
        String application,
        Kind kind,
        Class<? extends SpecificRecord> type,
        String bound,
        Access read,
        UnaryOperator<String> routing,
        Set<String> fedBy) {

    public StoreDescription {
        fedBy = Set.copyOf(fedBy);
    }

    /** How a store is kept. */
    public enum Kind {
        /** By partition, each on one active task. */
        KEY_VALUE,
        /** Whole on every instance. */
        GLOBAL
    }

    /** A partitioned store whose whole key decides the partition. */
    public static StoreDescription keyValue(
            StoreName name, String application, Class<? extends SpecificRecord> type, String bound) {
        return new StoreDescription(
                name, application, Kind.KEY_VALUE, type, bound, Access.VIEWER, UnaryOperator.identity(), Set.of());
    }

    /** A store that every instance holds whole. */
    public static StoreDescription global(
            StoreName name, String application, Class<? extends SpecificRecord> type, String bound) {
        return new StoreDescription(
                name, application, Kind.GLOBAL, type, bound, Access.VIEWER, UnaryOperator.identity(), Set.of());
    }

    /** The same store, with only the part of a key before the first {@code separator} deciding the partition. */
    public StoreDescription routedBefore(char separator) {
        UnaryOperator<String> before = key -> {
            int end = key.indexOf(separator);
            return end < 0 ? key : key.substring(0, end);
        };
        return new StoreDescription(name, application, kind, type, bound, read, before, fedBy);
    }

    /** The same store, which folds the records of these topics without another topic in between. */
    public StoreDescription fedBy(Topic<?>... topics) {
        var names = Arrays.stream(topics).map(Topic::name).collect(Collectors.toSet());
        return new StoreDescription(name, application, kind, type, bound, read, routing, names);
    }
}
