package io.millrace.tokens.plan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/** Plans in their parsed form, by digest. Shared by all tasks of a process; safe for several threads. */
public final class ParsedPlans {

    private static final int MOST = 256;

    private final Cache<String, Plan> parsed =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** The plan, if it was parsed of late. */
    public Optional<Plan> find(String digest) {
        return Optional.ofNullable(parsed.getIfPresent(digest));
    }

    /** @throws InvalidPlanException when the definition was never checked */
    public Plan get(String digest, String canonicalJson) {
        return parsed.get(digest, any -> PlanParser.parseChecked(canonicalJson));
    }
}
