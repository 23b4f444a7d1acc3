package io.millrace.engines.index;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How passages are ranked. {@code millrace bench retrieval} measures all three. */
public enum SearchMode {
    /** Cosine of embeddings, exact over all vectors. */
    DENSE,
    /** BM25 over stemmed words. */
    BM25,
    /** Reciprocal rank fusion of the two, weighted equally. */
    FUSION;

    public static Optional<SearchMode> of(String name) {
        return Stream.of(values()).filter(mode -> mode.id().equals(name)).findFirst();
    }

    /** Its name in settings and parameters. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
