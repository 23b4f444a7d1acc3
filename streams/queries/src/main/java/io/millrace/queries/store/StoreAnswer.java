package io.millrace.queries.store;

import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds under a key, with where that is known from: a key that is absent is absent as of a position, too.
 *
 * @param value null where the store does not hold the key
 */
public record StoreAnswer(String key, @Nullable SpecificRecord value, Provenance provenance) {

    public Optional<StoreEntry> entry() {
        return Optional.ofNullable(value).map(found -> new StoreEntry(key, found, provenance));
    }
}
