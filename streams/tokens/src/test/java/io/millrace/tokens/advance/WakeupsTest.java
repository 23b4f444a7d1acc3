package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.tokens.model.Keys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WakeupsTest {

    private final MemoryEntries<String> stored = MemoryEntries.ofText();
    private final Wakeups wakeups = new Wakeups(stored);

    @Test
    void shouldTakeAfterAStartWhateverIsDue() {
        stored.put(Keys.wakeup(10, "r1"), "r1");
        stored.put(Keys.wakeup(101, "r2"), "r2");

        assertThat(taken(100)).containsExactly("r1");
        assertThat(taken(101)).containsExactly("r2");
        assertThat(stored.size()).isZero();
    }

    @Test
    void shouldNotSearchAgainWhereItHasTakenAll() {
        taken(100);
        // Put past it, as nothing does, so that a search there would find it
        stored.put(Keys.wakeup(100, "r1"), "r1");

        assertThat(taken(200)).isEmpty();
    }

    @Test
    void shouldTakeWhatIsPutForATimeBeforeTheLastSearch() {
        taken(100);
        wakeups.put(Keys.wakeup(50, "r1"), "r1");
        wakeups.put(Keys.wakeup(70, "r2"), "r2");

        assertThat(taken(60)).containsExactly("r1");
        assertThat(taken(100)).containsExactly("r2");
    }

    @Test
    void shouldTakeWhatIsPutMeanwhileNextTime() {
        wakeups.put(Keys.wakeup(50, "r1"), "r1");

        wakeups.takeBefore(
                Keys.wakeupsAfter(100), (key, requestId) -> wakeups.put(Keys.wakeup(40, requestId), requestId));

        assertThat(taken(100)).containsExactly("r1");
    }

    @Test
    void shouldTakeTheRestWhenOneHasFailed() {
        wakeups.put(Keys.wakeup(50, "r1"), "r1");
        wakeups.put(Keys.wakeup(60, "r2"), "r2");

        assertThatThrownBy(() -> wakeups.takeBefore(Keys.wakeupsAfter(100), (key, requestId) -> {
                    throw new IllegalStateException(requestId);
                }))
                .hasMessage("r1");

        assertThat(taken(100)).containsExactly("r2");
    }

    @Test
    void shouldTakeNothingWhenTheClockGoesBack() {
        taken(100);
        wakeups.put(Keys.wakeup(110, "r1"), "r1");

        assertThat(taken(90)).isEmpty();
        assertThat(taken(110)).containsExactly("r1");
    }

    private List<String> taken(long now) {
        var taken = new ArrayList<String>();
        wakeups.takeBefore(Keys.wakeupsAfter(now), (key, requestId) -> taken.add(requestId));
        return taken;
    }
}
