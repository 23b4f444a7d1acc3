package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.FlushOn;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seeds.class)
final class TokenBatcherTest {

    private static final long WAIT = Duration.ofMillis(20).toNanos();

    private final TokenBatcher batcher = new TokenBatcher(FlushRule.of(FlushOn.TOKENS, 8, Duration.ofNanos(WAIT)));

    @Test
    void shouldFlushAtEightTokens() {
        for (int token = 1; token < 8; token++) {
            assertThat(batcher.add("a", 0)).isEmpty();
        }

        assertThat(batcher.add("b", 0)).contains("aaaaaaab");
    }

    @Test
    void shouldFlushAtItemBoundaries() {
        for (var end : List.of(
                "line\n",
                "sentence.",
                "sentence!",
                "quote.\"",
                "\"item\",",
                "12,",
                "\"last\"]",
                "}",
                "One. T",
                "\u4e00\u3002")) {
            var fresh = new TokenBatcher(FlushRule.of(FlushOn.TOKENS, 8, Duration.ofNanos(WAIT)));
            assertThat(fresh.add(end, 0)).as(end).contains(end);
        }
    }

    @Test
    void shouldFlushItemsAndTheTokenBehindWhereItemsAreRead() {
        var items = new TokenBatcher(FlushRule.of(FlushOn.ITEMS, 8, Duration.ofNanos(WAIT)));

        for (int token = 0; token < 20; token++) {
            assertThat(items.add("word ", WAIT)).isEmpty();
        }
        assertThat(items.add("end.", WAIT))
                .hasValueSatisfying(text -> assertThat(text).endsWith("word end."));
        assertThat(items.add(" The", WAIT)).contains(" The");
        assertThat(items.add(" next", WAIT)).isEmpty();
        assertThat(items.waitNanos(WAIT)).isEqualTo(Duration.ofMillis(250).toNanos());
    }

    @Test
    void shouldJoinAllWhereOnlyTheWholeIsRead() {
        var whole = new TokenBatcher(FlushRule.of(FlushOn.END, 8, Duration.ofNanos(WAIT)));

        for (int token = 1; token < 256; token++) {
            assertThat(whole.add("end. ", 0)).isEmpty();
        }
        assertThat(whole.add("end. ", 0)).isPresent();
        assertThat(whole.add("end. ", 0)).isEmpty();
        assertThat(whole.due(Duration.ofMillis(250).toNanos())).contains("end. ");
    }

    @Test
    void shouldFindBoundaryAcrossTokens() {
        assertThat(batcher.add("\"item\"", 0)).isEmpty();
        assertThat(batcher.add(",", 0)).contains("\"item\",");
    }

    @Test
    void shouldNotFlushWithinSentence() {
        for (var token : List.of("Streams", " flow", ", they", " meet")) {
            assertThat(batcher.add(token, 0)).isEmpty();
        }
    }

    @Test
    void shouldFlushWhenTheFirstTokenHasWaited() {
        batcher.add("a", 100);

        assertThat(batcher.waitNanos(100)).isEqualTo(WAIT);
        assertThat(batcher.due(100 + WAIT - 1)).isEmpty();
        assertThat(batcher.due(100 + WAIT)).contains("a");
        assertThat(batcher.waitNanos(100 + WAIT)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldFlushLateTokenTogetherWithTheOneThatWaited() {
        batcher.add("a", 0);

        assertThat(batcher.add("b", WAIT + 1)).contains("ab");
    }

    @Test
    void shouldHaveNothingToFlushWhenNothingWaits() {
        assertThat(batcher.flush()).isEmpty();
        assertThat(batcher.due(WAIT)).isEmpty();
    }

    @Test
    void shouldLoseNothingAndHoldNothingLongWhateverComes(Seed seed) {
        var tokens = List.of("a", " b", ".", "\n", ",", "\"", "}", "🌊");
        for (int round = 0; round < 300; round++) {
            // Given
            var random = seed.generator(round);
            var tested = new TokenBatcher(FlushRule.of(FlushOn.TOKENS, 8, Duration.ofNanos(WAIT)));
            var expected = new StringBuilder();
            var actual = new StringBuilder();
            long now = 0;
            long oldest = -1;

            for (int step = 0; step < 50; step++) {
                // When
                now += random.nextLong(WAIT);
                Optional<String> flushed = tested.due(now);
                flushed.ifPresent(actual::append);
                if (flushed.isEmpty() && oldest >= 0) {
                    assertThat(now - oldest).isLessThan(WAIT);
                }
                oldest = actual.length() == expected.length() ? -1 : oldest;
                var token = tokens.get(random.nextInt(tokens.size()));
                expected.append(token);
                oldest = oldest < 0 ? now : oldest;
                tested.add(token, now).ifPresent(actual::append);
                oldest = actual.length() == expected.length() ? -1 : oldest;

                // Then
                assertThat(expected.toString()).startsWith(actual.toString());
                assertThat(tested.waitNanos(now) == Long.MAX_VALUE).isEqualTo(oldest < 0);
            }
            tested.flush().ifPresent(actual::append);
            assertThat(actual.toString()).isEqualTo(expected.toString());
        }
    }
}
