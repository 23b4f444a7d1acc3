package io.millrace.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** Time is that of the test; signs of life are those that a consumer counts. */
class OwnershipLeaseTest {

    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofSeconds(300);

    /** Of the session, less the margin. */
    private static final int HELD_MILLIS = 9_000;

    private long now = 1_000_000;
    private double joins;
    private double syncs;
    private double heartbeats;
    private double sincePoll;
    private final OwnershipLease lease = new OwnershipLease(SESSION, POLL, () -> now * 1_000_000);

    @Test
    void shouldHoldNothingBeforeItIsAMember() {
        lease.sample(List.of());

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void shouldHoldFromTheLastTimeThatItWasNotAMember() {
        lease.sample(List.of());
        pass(250);
        joins = 1;
        syncs = 1;
        sample();

        assertThat(lease.isHeld()).isTrue();
        pass(HELD_MILLIS - 250 - 1);
        assertThat(lease.isHeld()).isTrue();
        pass(1);
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void shouldHoldFromTheResponseBeforeTheLastOne() {
        join();
        for (int i = 0; i < 5; i++) {
            pass(2_750);
            sample();
            pass(250);
            heartbeats++;
            sample();
        }

        // The last response came within the last 250 ms, its heartbeat was sent after the one before had come.
        pass(HELD_MILLIS - 3_250 - 1);
        assertThat(lease.isHeld()).isTrue();
        pass(1);
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void shouldHoldNothingWhenItFindsItselfAfterAStop() {
        join();
        pass(60_000);

        assertThat(lease.isHeld()).isFalse();
        sample();
        assertThat(lease.isHeld()).isFalse();
        heartbeats++;
        pass(250);
        sample();
        // The response may be to a heartbeat that was sent before the stop.
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void shouldHoldNothingThatItHasNotPolledForTooLong() {
        join();
        sincePoll = POLL.toSeconds() - 2;
        sample();

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void shouldHoldOnlyWhatAllItsConsumersHold() {
        join();
        var other = new ArrayList<>(metrics());
        other.add(metric("other-StreamThread-2-consumer", "consumer-coordinator-metrics", "heartbeat-total", 0));
        lease.sample(other);

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void shouldNotTakeConsumersOutsideTheGroupForMembers() {
        lease.sample(List.of());
        pass(250);
        lease.sample(List.of(
                metric("app-StreamThread-1-restore-consumer", "consumer-coordinator-metrics", "join-total", 9),
                metric("app-global-consumer", "consumer-coordinator-metrics", "join-total", 9)));

        assertThat(lease.isHeld()).isFalse();
    }

    private void join() {
        lease.sample(List.of());
        pass(250);
        joins = 1;
        syncs = 1;
        sample();
    }

    private void pass(long millis) {
        now += millis;
    }

    private void sample() {
        lease.sample(metrics());
    }

    private List<Metric> metrics() {
        var consumer = "app-StreamThread-1-consumer";
        return List.of(
                metric(consumer, "consumer-coordinator-metrics", "join-total", joins),
                metric(consumer, "consumer-coordinator-metrics", "sync-total", syncs),
                metric(consumer, "consumer-coordinator-metrics", "heartbeat-total", heartbeats),
                metric(consumer, "consumer-metrics", "last-poll-seconds-ago", sincePoll));
    }

    private static Metric metric(String client, String group, String name, double value) {
        return new Metric() {
            @Override
            public MetricName metricName() {
                return new MetricName(name, group, "", Map.of("client-id", client));
            }

            @Override
            public Object metricValue() {
                return value;
            }
        };
    }
}
