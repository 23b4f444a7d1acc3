package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.Paths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Invariant 10 on random trees: once a part of a request is cancelled no call is begun in it, and what is beside it is as if
 * nothing had been cancelled. See {@link Seeds} for how to rerun one case.
 */
class SubtreeCancelPropertyTest {

    @Test
    void shouldBeginNothingInTheCancelledPartAndLeaveWhatIsBesideIt() {
        var cancelled = new AtomicInteger();
        Seeds.forEach(Seeds.TREES / 4, seed -> cancelled.addAndGet(check(seed) ? 1 : 0));
        if (Seeds.TREES > 1) {
            assertThat(cancelled).as("cases with a part to cancel").hasValueGreaterThan(Seeds.TREES / 25);
        }
    }

    /** @return whether there was a part to cancel in time */
    private static boolean check(long seed) {
        // Given
        var random = new Random(seed);
        var tree = new RandomTree(random);
        var harness = new LogHarness(random, Chaos.MIXED);
        harness.ask("r", tree);
        harness.run(1 + random.nextInt(30));
        var children = harness.committed.derived.stream()
                .filter(element -> element.getKind() == ElementKind.DATA
                        && !element.getPath().isEmpty())
                .toList();
        if (children.isEmpty() || !harness.committed.results.isEmpty()) {
            return false;
        }
        var path = children.get(random.nextInt(children.size())).getPath();
        // When
        harness.cancel("r", path);
        // Then
        assertThat(harness.committed.results).hasSize(1);
        assertThat(harness.askedSince)
                .filteredOn(work -> work.getKind() == WorkKind.CALL)
                .noneMatch(work -> isWithin(work.getPath(), path));
        assertThat(harness.derivedSince())
                .filteredOn(element -> element.getKind() == ElementKind.DATA)
                .noneMatch(element -> isWithin(element.getPath(), path));
        var alone = LogHarness.withBarriers(new Random(seed));
        alone.ask("r", tree);
        alone.run();
        assertThat(outputs(harness, path)).isEqualTo(outputs(alone, path));
        assertThat(harness.entriesAfterTtl()).as("entries after the TTL").isZero();
        return true;
    }

    /** Last output of each stage at each path beside the cancelled one, without the names of runs. */
    private static Map<String, String> outputs(LogHarness harness, List<Level> cancelled) {
        var outputs = new HashMap<String, String>();
        for (var element : harness.committed.derived) {
            if (isBeside(element.getPath(), cancelled) && element.getKind() == ElementKind.DATA) {
                outputs.put(element.getStage() + Paths.text(element.getPath()), content(element));
            }
        }
        return outputs;
    }

    /** Whether the paths part as children of the same split: what another split cuts may be made of what was cancelled. */
    private static boolean isBeside(List<Level> path, List<Level> cancelled) {
        for (var depth = 0; depth < Math.min(path.size(), cancelled.size()); depth++) {
            if (!path.get(depth).equals(cancelled.get(depth))) {
                return path.get(depth).getSplitId() == cancelled.get(depth).getSplitId();
            }
        }
        return false;
    }

    private static String content(Element element) {
        return EngineScript.withoutRuns(element.getText() + "|" + element.getJson());
    }

    private static boolean isWithin(List<Level> path, List<Level> top) {
        return Paths.text(path).startsWith(Paths.text(top));
    }
}
