package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.PinnedPlan;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.tokens.plan.ParsedPlans;
import io.millrace.tokens.plan.Plan;
import java.time.Duration;
import java.util.Objects;

/**
 * Plans that running requests began on: kept here by digest, so that a newer version or compaction cannot change a
 * running request.
 */
final class PinnedPlans {

    /** Longer than any request may run and be read afterwards. */
    private static final Duration KEEP = Duration.ofDays(8);

    private static final long TOUCH_MS = Duration.ofMinutes(1).toMillis();
    private static final long SWEEP_MS = Duration.ofHours(1).toMillis();

    private final Entries<PinnedPlan> pinned;
    private final ParsedPlans parsed;
    private long nextSweep;

    PinnedPlans(Entries<PinnedPlan> pinned, ParsedPlans parsed) {
        this.pinned = pinned;
        this.parsed = parsed;
    }

    /** Keeps the plan and returns it parsed. */
    Plan pin(io.millrace.events.avro.tokens.Plan plan, long now) {
        var parsedPlan = parsed.get(plan.getDigest(), plan.getDefinition());
        var known = pinned.get(plan.getDigest());
        if (known == null || known.getLastUsedAt() < now - TOUCH_MS) {
            pinned.put(plan.getDigest(), new PinnedPlan(plan.getDefinition(), plan.getVersion(), now));
        }
        return parsedPlan;
    }

    Plan of(RequestState request) {
        var digest = Objects.requireNonNull(request.getPlanDigest(), "a running request is pinned to a plan");
        var known = parsed.find(digest);
        if (known.isPresent()) {
            return known.get();
        }
        var kept = Objects.requireNonNull(pinned.get(digest), "the plan of a running request is kept");
        return parsed.get(digest, kept.getDefinition());
    }

    void forgetUnused(long now) {
        if (now >= nextSweep) {
            nextSweep = now + SWEEP_MS;
            pinned.forEach("", (digest, plan) -> {
                if (plan.getLastUsedAt() < now - KEEP.toMillis()) {
                    pinned.delete(digest);
                }
            });
        }
    }
}
