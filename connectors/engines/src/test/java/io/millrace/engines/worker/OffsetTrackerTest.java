package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seeds.class)
final class OffsetTrackerTest {

    private final OffsetTracker offsets = new OffsetTracker();

    @Test
    void shouldHaveNoPositionBeforeTheFirstRecord() {
        assertThat(offsets.position()).isEqualTo(-1);
    }

    @Test
    void shouldStayAtTheFirstThatHasNotEnded() {
        offsets.begin(3);
        offsets.begin(4);
        offsets.begin(5);

        offsets.end(5);
        offsets.end(4);

        assertThat(offsets.position()).isEqualTo(3);
        assertThat(offsets.pending()).isEqualTo(1);
    }

    @Test
    void shouldMovePastAllThatEnded() {
        offsets.begin(3);
        offsets.begin(7);

        offsets.end(3);
        assertThat(offsets.position()).isEqualTo(7);

        offsets.end(7);
        assertThat(offsets.position()).isEqualTo(8);
    }

    @Test
    void shouldNotMindAnEndToldTwice() {
        offsets.begin(3);
        offsets.begin(4);
        offsets.end(3);
        offsets.end(3);

        assertThat(offsets.position()).isEqualTo(4);
    }

    @Test
    void shouldRefuseOffsetThatDoesNotRise() {
        offsets.begin(3);

        assertThatThrownBy(() -> offsets.begin(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNeverPassWorkThatHasNotEndedWhateverTheOrder(Seed seed) {
        for (int round = 0; round < 300; round++) {
            // Given
            var random = seed.generator(round);
            var tracker = new OffsetTracker();
            var open = new HashSet<Long>();
            long next = random.nextInt(5);
            long before = -1;

            for (int step = 0; step < 60; step++) {
                // When
                if (open.isEmpty() || random.nextBoolean()) {
                    tracker.begin(next);
                    open.add(next);
                    next += 1 + random.nextInt(3);
                } else {
                    var chosen = new ArrayList<>(open).get(random.nextInt(open.size()));
                    tracker.end(chosen);
                    open.remove(chosen);
                }

                // Then: the naive definition, all before it ended and it is the furthest such offset that was read
                long position = tracker.position();
                assertThat(open).allMatch(offset -> offset >= position);
                assertThat(open.isEmpty() || open.contains(position)).isTrue();
                assertThat(position).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(next);
                assertThat(tracker.pending()).isEqualTo(open.size());
                before = position;
            }
        }
    }
}
