package io.millrace.queries.store;

import java.util.Map;

/**
 * Where an answer comes from and how fresh it is.
 *
 * @param partition of the store; -1 for a store that every instance holds whole
 * @param servedBy instance that answered
 * @param role of that instance for the partition
 * @param lag records that the answering copy is behind the active one
 * @param position offset of the last record applied, by {@code topic-partition} of the inputs
 * @param isolation whether the answer may be ahead of the last commit
 */
public record Provenance(
        int partition, String servedBy, Role role, long lag, Map<String, Long> position, Isolation isolation) {

    /** What the answering instance is for the partition. */
    public enum Role {
        ACTIVE,
        STANDBY,
        GLOBAL
    }

    /** Under exactly-once an active task shows what its open transaction has written. */
    public enum Isolation {
        COMMITTED,
        UNCOMMITTED
    }
}
