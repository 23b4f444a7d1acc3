package io.millrace.tokens.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What policies do to a pool whose prompts are skewed, see {@link SimulatedPool}; repeat with {@code -Dmillrace.seed=...}. */
class PoolPropertyTest {

    private static final long SEED = Long.getLong("millrace.seed", 20_261_123L);

    /** Of the 128 a second that the pool does when all but what is new is cached. */
    private static final double STEADY = 45;

    private static final int CALLS = 1_500;

    /** More than the pool does, so that many calls come between two reports. */
    private static final double RUSH = 200;

    private static final int RUSH_CALLS = 600;

    /** Fewer may well go to one replica by chance. */
    private static final int MANY = 12;

    /** Number of routers, and how old the loads are that they see. */
    static final Collection<Arguments> VIEWS = Stream.of(1, 3)
            .flatMap(routers -> Stream.of(0, 100, 1_000).map(age -> Arguments.of(routers, age)))
            .toList();

    @ParameterizedTest
    @FieldSource("VIEWS")
    void shouldReuseMoreThanRoundRobinAndStayBalanced(int routers, int ageMs) {
        var turns = steady("round-robin", routers, ageMs);
        var aware = steady("cache-aware", routers, ageMs);
        var hash = steady("prefix-hash", routers, ageMs);
        assertThat(aware.hitRate()).as("hit rate, seed %d", SEED).isGreaterThan(1.5 * turns.hitRate());
        assertThat(aware.imbalance()).as("busiest over mean, seed %d", SEED).isBetween(1.0, hash.imbalance() - 0.1);
    }

    @ParameterizedTest
    @FieldSource("VIEWS")
    void shouldNotSendAllCallsBetweenTwoReportsToOneReplica(int routers, int ageMs) {
        for (var policy : Policies.names()) {
            var pool = new SimulatedPool(policy, routers, ageMs, SEED);
            pool.run(RUSH_CALLS, RUSH);
            assertThat(pool.sentBetweenReports)
                    .filteredOn(sent -> Arrays.stream(sent).sum() >= MANY)
                    .isNotEmpty()
                    .allSatisfy(sent -> assertThat(Arrays.stream(sent).max().orElse(0))
                            .as("%s, seed %d, calls by replica %s", policy, SEED, Arrays.toString(sent))
                            .isLessThan(Arrays.stream(sent).sum()));
        }
    }

    private static SimulatedPool steady(String policy, int routers, int ageMs) {
        var pool = new SimulatedPool(policy, routers, ageMs, SEED);
        pool.run(CALLS, STEADY);
        return pool;
    }
}
