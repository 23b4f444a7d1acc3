package io.millrace.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Kills processes while answers are written. Number of kills: {@code -Dmillrace.kills=5}; the same seed kills the same
 * victims after the same number of elements.
 */
@ExtendWith(Seeds.class)
class KillFaultIT {

    private static final int KILLS = Integer.getInteger("millrace.kills", 5);

    @Test
    void shouldGiveOneUndisturbedResultPerRequestWhateverIsKilled(Seed seed) throws Exception {
        Kills.tell("%d kills, seed %d", KILLS, seed.value());
        try (var mill = Mill.start(new PacedMill(), seed);
                var log = new RequestLog(mill.platform());
                var quiet = new Quiet(mill.platform().bootstrapServers())) {
            // Given
            var random = seed.generator(0);
            var kills = new Kills(mill, log, quiet, Undisturbed.measure(log, quiet));
            // When
            for (var victim : victims(random)) {
                kills.strike(victim, random);
            }
            // Then
            assertThat(log.results().values())
                    .allSatisfy(results -> assertThat(results).hasSize(1));
        }
    }

    /** Each kind of victim about equally often, in a random order. */
    private static List<Victim> victims(RandomGenerator random) {
        var victims = new ArrayList<Victim>();
        var left = new ArrayList<Victim>();
        while (victims.size() < KILLS) {
            if (left.isEmpty()) {
                left.addAll(List.of(Victim.values()));
            }
            victims.add(left.remove(random.nextInt(left.size())));
        }
        return victims;
    }
}
