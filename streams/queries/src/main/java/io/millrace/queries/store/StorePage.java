package io.millrace.queries.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some entries of a store in the order of their keys (UTF-8 bytes, unsigned).
 *
 * @param entries at most as many as were asked for
 * @param lastKey where the next page goes on; null when there is no more
 */
public record StorePage(List<StoreEntry> entries, @Nullable String lastKey) {

    public StorePage {
        entries = List.copyOf(entries);
    }
}
