package io.millrace.core.failure;

import io.millrace.events.serde.RegistryUnavailableException;
import io.millrace.events.serde.UndecodableRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.TopologyException;

/** What a failure is, and so what is done about it. */
public enum FailureKind {
    /** A record that can never be read: dead letter, the partition goes on. */
    UNDECODABLE,
    /** A record that can be read and makes no sense: to {@code <topic>-rejected} with the reason, the partition goes on. */
    INVALID,
    /** Something that is away: try again, then replace the thread; nothing is lost and nothing becomes a dead letter. */
    OUTAGE,
    /** The program is wrong: the client stops. */
    BUG;

    /**
     * The kind of a failure, from the first cause that tells. What Kafka's clients report without a word of what they
     * know (a plain {@link KafkaException} after a delivery time-out, for example) counts as an outage; what our own code
     * or the JDK throws counts as a bug.
     */
    public static FailureKind of(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            last = cause;
            if (cause instanceof UndecodableRecordException) {
                return UNDECODABLE;
            }
            if (cause instanceof InvalidEventException) {
                return INVALID;
            }
            if (isAway(cause)) {
                return OUTAGE;
            }
            if (isOurs(cause)) {
                return BUG;
            }
        }
        return last instanceof KafkaException ? OUTAGE : BUG;
    }

    private static boolean isAway(Throwable cause) {
        return cause instanceof RegistryUnavailableException
                || cause instanceof RetriableException
                || cause instanceof MissingSourceTopicException;
    }

    /** Errors that trying again cannot mend: wrong settings, missing rights, records that no broker takes. */
    private static boolean isOurs(Throwable cause) {
        return cause instanceof SerializationException
                || cause instanceof ConfigException
                || cause instanceof AuthenticationException
                || cause instanceof AuthorizationException
                || cause instanceof InvalidConfigurationException
                || cause instanceof InvalidTopicException
                || cause instanceof PolicyViolationException
                || cause instanceof RecordTooLargeException
                || cause instanceof UnsupportedVersionException
                || cause instanceof TopologyException
                || !(cause instanceof KafkaException);
    }
}
