package io.millrace.core.app;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;

/**
 * Tells whether another instance can have taken over the partitions of this one. The group gives them away no sooner than
 * the session time-out after the last sign of life that its coordinator has received, or when this instance itself has not
 * polled for too long. A response proves that such a sign was received after the response before it had come: so a lease
 * runs from there. An instance that was stopped, or cut off, finds its lease over before it answers.
 *
 * <p>What has come is seen in Kafka's own counters of the consumers of the group, by {@link #sample}, which one thread
 * calls some times a second. {@link #isHeld} may be called by any thread.
 */
final class OwnershipLease {

    /** For the clocks of two machines to differ in speed, and for a coordinator that looks a little early. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** When nothing is proved yet. */
    private static final long LONG_AGO = Duration.ofDays(1).toNanos();

    private static final String COORDINATOR_METRICS = "consumer-coordinator-metrics";
    private static final String CONSUMER_METRICS = "consumer-metrics";

    private final long sessionNanos;
    private final long pollNanos;
    private final LongSupplier nanos;
    private final Map<String, Member> members = new HashMap<>();
    private long lastSample;
    private volatile boolean isMember;
    private volatile long heldUntil;

    /**
     * @param session time after which the group gives up a member that is silent
     * @param poll time after which a member that does not poll leaves the group
     */
    OwnershipLease(Duration session, Duration poll, LongSupplier nanos) {
        this.sessionNanos = session.minus(MARGIN).toNanos();
        this.pollNanos = poll.minus(MARGIN).minus(MARGIN).toNanos();
        this.nanos = nanos;
        this.lastSample = nanos.getAsLong() - LONG_AGO;
    }

    /** Whether no other instance can be active in the place of this one, at the time of the call. Ask after the read. */
    boolean isHeld() {
        return isMember && heldUntil - nanos.getAsLong() > 0;
    }

    /**
     * Looks at what has come since it was called last. To be called before the client starts, too: what is counted of a
     * consumer that was not there the time before has come since then.
     *
     * @param metrics those of the client of now; none while there is none
     */
    void sample(Collection<? extends Metric> metrics) {
        long now = nanos.getAsLong();
        long before = lastSample;
        lastSample = now;
        var counts = new HashMap<String, Double>();
        var polls = new HashMap<String, Double>();
        metrics.forEach(metric -> add(metric, counts, polls));
        members.keySet().retainAll(counts.keySet());
        long until = Long.MAX_VALUE;
        for (var count : counts.entrySet()) {
            var member = members.computeIfAbsent(count.getKey(), unused -> new Member(before));
            member.counted(count.getValue(), now);
            long polled = now - (long) (polls.getOrDefault(count.getKey(), 0.0) * 1e9);
            until = Math.min(until, Math.min(member.signOfLife + sessionNanos - now, polled + pollNanos - now));
        }
        isMember = !counts.isEmpty();
        heldUntil = now + (counts.isEmpty() ? 0 : until);
    }

    private static void add(Metric metric, Map<String, Double> counts, Map<String, Double> polls) {
        var name = metric.metricName();
        var consumer = name.tags().getOrDefault("client-id", "");
        if (!consumer.endsWith("-consumer")
                || consumer.endsWith("-restore-consumer")
                || consumer.endsWith("-global-consumer")
                || !(metric.metricValue() instanceof Double value)) {
            return;
        }
        if (name.group().equals(COORDINATOR_METRICS)) {
            switch (name.name()) {
                case "heartbeat-total", "join-total", "sync-total" -> counts.merge(consumer, value, Double::sum);
                default -> {}
            }
        } else if (name.group().equals(CONSUMER_METRICS) && name.name().equals("last-poll-seconds-ago")) {
            polls.put(consumer, value);
        }
    }

    /** One consumer of the group. Times are those of samples, so that they are never later than what they stand for. */
    private static final class Member {

        private double count;
        private long lastSample;
        private long beforeLastResponse;
        private long signOfLife;

        Member(long lastAbsent) {
            this.lastSample = lastAbsent;
            this.beforeLastResponse = lastAbsent;
            this.signOfLife = lastAbsent - LONG_AGO;
        }

        void counted(double total, long now) {
            double more = total - count;
            if (more >= 1) {
                signOfLife = more >= 2 ? lastSample : beforeLastResponse;
                beforeLastResponse = lastSample;
            }
            count = total;
            lastSample = now;
        }
    }
}
