package io.millrace.server.ops;

import io.millrace.core.app.Health;
import io.millrace.core.topics.TopicsException;
import io.millrace.events.topic.Catalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the broker answers and has all topics of the installation. It is asked regularly, on a thread of its own, since
 * an answer may be long in coming; {@link #health} tells what is known and never waits.
 */
public final class TopicsHealth implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicsHealth.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** A broker that has not answered for so long is taken for away. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    /** What is wrong, in a sentence; null for nothing. */
    private record Answer(@Nullable String fault, Instant at) {}

    private final Catalogue catalogue;
    private final Supplier<Map<String, Integer>> existing;
    private final Clock clock;
    private final ScheduledExecutorService asking =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "millrace-topics"));
    private volatile @Nullable Answer last;
    private volatile boolean complete;

    /**
     * @param catalogue topics that must exist, those for what is set aside included
     * @param existing asks the broker for the number of partitions of those topics that it has, by name; may block, throws
     *     {@link TopicsException}
     */
    public TopicsHealth(Catalogue catalogue, Supplier<Map<String, Integer>> existing, Clock clock) {
        this.catalogue = catalogue;
        this.existing = existing;
        this.clock = clock;
    }

    public void start() {
        var unused = asking.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks once. */
    void ask() {
        try {
            var fault = fault(existing.get());
            last = new Answer(fault, clock.instant());
            complete |= fault == null;
        } catch (TopicsException e) {
            LOG.warn("Broker does not tell its topics", e);
        }
    }

    /** Never a reason to restart the process. */
    public Health health() {
        var answer = last;
        if (answer == null) {
            return down("the broker has not told yet which topics it has");
        }
        if (answer.at().isBefore(clock.instant().minus(SILENCE))) {
            return down("the broker has not answered for more than " + SILENCE.toSeconds() + " s; bring it back");
        }
        var fault = answer.fault();
        return fault == null ? new Health(true, true, true, "all topics exist") : down(fault);
    }

    private @Nullable String fault(Map<String, Integer> partitions) {
        var missing = new TreeSet<>(catalogue.names());
        missing.removeAll(partitions.keySet());
        if (!missing.isEmpty()) {
            return "missing topics " + missing + "; create them with 'millrace topics create'";
        }
        return catalogue.topics().stream()
                .filter(topic -> partitions.getOrDefault(topic.name(), 0) < topic.partitions())
                .findFirst()
                .map(topic -> "topic " + topic.name() + " has " + partitions.get(topic.name())
                        + " partitions and the settings say " + topic.partitions()
                        + "; give the settings that it was made with; only lanes of a pool can be added, see"
                        + " docs/operations.md")
                .orElse(null);
    }

    private Health down(String reason) {
        return new Health(true, false, complete, reason);
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
