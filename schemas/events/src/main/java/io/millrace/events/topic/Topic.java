package io.millrace.events.topic;

import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic as one typed value: what it is called, what its records are, what its key means and what may be done with it.
 *
 * @param name {@code <system>.<plural noun>}
 * @param type class of the Avro value
 * @param key what the key of a record is, and why records that must meet do meet
 * @param keyRule what the key must be, given the value
 * @param partitions number of partitions when it is created
 * @param cleanup whether old records are deleted or compacted
 * @param retention how long records are kept; ignored for compacted topics
 * @param rules who may publish and read over REST
 */
public record Topic<V extends SpecificRecord>(
        String name,
        Class<V> type,
        String key,
        KeyRule<V> keyRule,
        int partitions,
        Cleanup cleanup,
        Duration retention,
        Rules rules) {

    /** What the broker does with old records. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    /**
     * What REST callers may do with the topic. Nothing is allowed unless the catalogue says so; topics that a topology
     * derives are never publishable.
     */
    public record Rules(Access publish, Access read) {

        /** Neither published nor read over REST. */
        public static final Rules INTERNAL = new Rules(Access.NOBODY, Access.OPERATOR);

        /** Published by anyone who may publish, read by anyone who may view. */
        public static final Rules PUBLIC = new Rules(Access.PUBLISHER, Access.VIEWER);

        /** Read-only: derived by a topology or written by workers. */
        public static final Rules DERIVED = new Rules(Access.NOBODY, Access.VIEWER);

        /** Changed only through endpoints that check what is defined, read by all. */
        public static final Rules DEFINITION = new Rules(Access.NOBODY, Access.VIEWER);
    }

    /** The role that may do something; what is in which role is the server's to say. */
    public enum Access {
        NOBODY,
        VIEWER,
        PUBLISHER,
        /** A program that asks the gate before it acts. */
        AGENT,
        /** A person who decides what is held. */
        APPROVER,
        /** Who may read what is restricted. */
        AUDITOR,
        OPERATOR
    }

    /** What the key of a record must be. Safe for use by several threads. */
    @FunctionalInterface
    public interface KeyRule<V> {

        /** What is wrong with the key, as the end of a sentence that begins with it, and what to do; empty where it fits. */
        Optional<String> fault(String key, V value);

        /** Takes every key. */
        static <V> KeyRule<V> any() {
            return (key, value) -> Optional.empty();
        }
    }

    /** A topic that takes every key. */
    public Topic(
            String name, Class<V> type, String key, int partitions, Cleanup cleanup, Duration retention, Rules rules) {
        this(name, type, key, KeyRule.any(), partitions, cleanup, retention, rules);
    }

    public Topic {
        if (!name.matches("[a-z]+(\\.[a-z0-9][a-z0-9-]*)+")) {
            throw new IllegalArgumentException("topic name must look like <system>.<noun>, was '" + name + "'");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("topic " + name + " needs at least one partition, was " + partitions);
        }
        if (cleanup == Cleanup.DELETE && (retention.isZero() || retention.isNegative())) {
            throw new IllegalArgumentException("topic " + name + " needs a positive retention, was " + retention);
        }
    }

    /** Whether a record without a value deletes its key (compacted) or is a bad record (all others). */
    public boolean nullDeletes() {
        return cleanup == Cleanup.COMPACT;
    }

    /** The same topic with another number of partitions. */
    public Topic<V> withPartitions(int count) {
        return new Topic<>(name, type, key, keyRule, count, cleanup, retention, rules);
    }

    /** Subject of its values in the schema registry (TopicNameStrategy). */
    public String subject() {
        return name + "-value";
    }
}
