package io.millrace.server.load;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.metrics.MeterDescription;
import io.millrace.core.metrics.MeterDescription.Kind;
import io.millrace.queries.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How evenly the calls of each pool are spread over its replicas, as a gauge for each pool that has reported. For one thread. */
public final class PoolImbalance {

    public static final MeterDescription IMBALANCE = new MeterDescription(
            "millrace.pool.imbalance",
            Kind.GAUGE,
            List.of("pool"),
            "Calls, running and waiting, of the busiest replica of a pool over the mean of its replicas: 1 is even, 0 is nothing to do.");

    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(PoolImbalance.class);

    private final Supplier<? extends Collection<ReplicaLoad>> replicas;
    private final MeterRegistry meters;
    private final Clock clock;

    /** Read by those who scrape the meters. Bound: one entry a pool. */
    private final Map<String, Double> byPool = new ConcurrentHashMap<>();

    /** @param replicas last report of each; may throw a {@link ProblemException} while there is none to be had */
    public PoolImbalance(Supplier<? extends Collection<ReplicaLoad>> replicas, MeterRegistry meters, Clock clock) {
        this.replicas = replicas;
        this.meters = meters;
        this.clock = clock;
    }

    /** Looks at the last reports; where they cannot be read now, the gauges stay as they are. */
    public void measure() {
        try {
            var oldest = clock.instant().minus(FRESH);
            var fresh = replicas.get().stream()
                    .filter(replica -> !replica.reportedAt().isBefore(oldest))
                    .collect(Collectors.groupingBy(ReplicaLoad::pool, Collectors.summarizingLong(ReplicaLoad::calls)));
            byPool.replaceAll((pool, before) -> 0.0);
            fresh.forEach((pool, calls) -> show(pool, calls.getSum() == 0 ? 0 : calls.getMax() / calls.getAverage()));
        } catch (ProblemException e) {
            LOG.debug("The imbalance of pools is measured later", e);
        }
    }

    private void show(String pool, double imbalance) {
        if (byPool.put(pool, imbalance) == null) {
            IMBALANCE.gauge(meters, Tags.of("pool", pool), byPool, known -> known.getOrDefault(pool, 0.0));
        }
    }
}
