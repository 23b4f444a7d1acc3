package io.millrace.queries.store;

import org.apache.avro.specific.SpecificRecord;

/** One entry of a store with its origin. */
public record StoreEntry(String key, SpecificRecord value, Provenance provenance) {}
