package io.millrace.queries.store;

import java.util.OptionalLong;

/**
 * Where an answer comes from and how fresh it is.
 *
 * @param partition of the store; -1 for a store that every instance holds whole
 * @param servedBy instance that answered
 * @param role of that instance for the partition
 * @param lag records that the copy was behind, at most two seconds before the answer; empty where that is not known
 * @param position of the last record that changed the copy
 * @param isolation whether the answer may be ahead of the last commit
 */
public record Provenance(
        int partition, String servedBy, Role role, OptionalLong lag, Positions position, Isolation isolation) {

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

    /** The same, once what was read is committed. */
    Provenance committed() {
        return new Provenance(partition, servedBy, role, lag, position, Isolation.COMMITTED);
    }
}
