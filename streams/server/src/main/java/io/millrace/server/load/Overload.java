package io.millrace.server.load;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.tokens.plan.InvalidPlanException;
import io.millrace.tokens.plan.ParsedPlans;
import io.millrace.tokens.plan.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses requests that are not expected to begin all their calls before their deadline, so that a pool works on what can
 * still be answered. Safe for use by several threads.
 */
public final class Overload {

    /** A replica reports every 100 ms; the topology takes it for gone after the same time. */
    private static final ExpectedWait EXPECTED = new ExpectedWait(Duration.ofSeconds(3));

    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);

    private final Supplier<? extends Collection<ReplicaLoad>> replicas;
    private final Clock clock;
    private final ParsedPlans parsed = new ParsedPlans();

    /** @param replicas last report of each; may throw a {@link ProblemException} while there is none to be had */
    public Overload(Supplier<? extends Collection<ReplicaLoad>> replicas, Clock clock) {
        this.replicas = replicas;
        this.clock = clock;
    }

    /**
     * Lets the request pass, or not. Where the load cannot be told it passes.
     *
     * @param plan what it asks for
     * @param deadline epoch milliseconds
     * @throws ProblemException TOO_MANY_REQUESTS with the time after which it may be tried again: what the expected wait
     *     is beyond the deadline
     */
    public void check(Plan plan, long deadline) {
        var now = clock.instant();
        var wait = EXPECTED.of(pools(plan), reports(), now);
        var left = Duration.between(now, Instant.ofEpochMilli(deadline));
        var beyond = wait.minus(left);
        if (!wait.isZero() && beyond.compareTo(Duration.ZERO) > 0) {
            throw ProblemException.later(
                    Problem.TOO_MANY_REQUESTS,
                    "the calls of pipeline '" + plan.getPipeline() + "' are expected to wait " + wait.toMillis()
                            + " ms and the deadline is in " + left.toMillis()
                            + " ms; try again later, or with a later deadline",
                    beyond);
        }
    }

    private Set<String> pools(Plan plan) {
        try {
            return parsed.get(plan.getDigest(), plan.getDefinition()).stages().stream()
                    .map(Stage::pool)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (InvalidPlanException e) {
            LOG.debug("The topology will tell what is wrong with the plan digest={}", plan.getDigest(), e);
            return Set.of();
        }
    }

    private Collection<ReplicaLoad> reports() {
        try {
            return replicas.get();
        } catch (ProblemException e) {
            LOG.debug("Loads cannot be read for now", e);
            return Set.of();
        }
    }
}
