package io.millrace.load.headline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.engines.simulated.Prompt;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShippedRouterTest {

    private static final Batch BATCH = new Batch(2, 512, 100_000);

    @Test
    void shouldHashAsMuchAlikeAsPromptsShare() {
        var one = PromptText.blocks(Prompt.ofHead(5, 330, 100), 1);
        var other = PromptText.blocks(Prompt.ofHead(5, 330, 500), 2);
        assertThat(one).hasSize(430 / 16);
        assertThat(one.subList(0, 20)).isEqualTo(other.subList(0, 20));
        assertThat(one.subList(20, one.size())).doesNotContainAnyElementsOf(other);
        assertThat(PromptText.blocks(Prompt.ofHead(6, 330, 100), 1)).doesNotContainAnyElementsOf(one);
        assertThat(PromptText.blocks(Prompt.ofHead(5, 16_000, 16_000), 1)).hasSize(256);
    }

    @Test
    void shouldKnowOfWhatEndedOnlyByTheNextReport() {
        // Given a call at 0 s, which ends at 0.12 s, behind the report of 0.1 s
        var router = new ShippedRouter("least-loaded", 1, 1, 2, BATCH);
        var call = call(1);
        int first = router.pick(call, List.of(), 0);
        router.answered(call, first, 0.11);
        router.ended(call, first, 0.12);
        // Then it counts at 0.16 s, and no more once the report of 0.2 s is read
        assertThat(picks(router, 0.16, 1)).doesNotContain(first);
        assertThat(picks(router, 0.26, 2)).contains(first);
    }

    @Test
    void shouldGoWhereTheBeginningWasRead() {
        var router = new ShippedRouter("cache-aware", 1, 4, 4, BATCH);
        int first = router.pick(call(7), List.of(), 0);
        var others = IntStream.range(0, 3).map(i -> router.pick(call(7), List.of(), 2 + i));
        assertThat(others).containsOnly(first);
    }

    private static HashSet<Integer> picks(ShippedRouter router, double atSeconds, int calls) {
        var picks = new HashSet<Integer>();
        for (int i = 0; i < calls; i++) {
            picks.add(router.pick(call(100 + i), List.of(), atSeconds));
        }
        return picks;
    }

    private static RoutedCall call(long head) {
        return new RoutedCall("", Prompt.ofHead(head, 320, 20));
    }
}
