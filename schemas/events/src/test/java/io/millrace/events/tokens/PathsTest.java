package io.millrace.events.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {

    private static final int RUNS = 2_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void shouldWriteTheRootAsASlash() {
        assertThat(Paths.text(List.of())).isEqualTo("/");
    }

    @Test
    void shouldWriteLevelsOutermostFirst() {
        var path = Paths.child(Paths.child(List.of(), 1, 0), 3, 2);

        assertThat(Paths.text(path)).isEqualTo("/1.0/3.2/");
    }

    @Test
    void shouldReadBackWhatItWrites() {
        for (var run = 0; run < RUNS; run++) {
            var path = randomPath();

            assertThat(Paths.parse(Paths.text(path))).as("seed %d", seed).isEqualTo(path);
        }
    }

    @Test
    void shouldBeAPrefixOfDescendantsAndOfNothingElse() {
        for (var run = 0; run < RUNS; run++) {
            var one = randomPath();
            var other = random.nextBoolean() ? Paths.child(one, random.nextInt(12), random.nextInt(12)) : randomPath();

            assertThat(Paths.text(other).startsWith(Paths.text(one)))
                    .as("seed %d: %s and %s", seed, Paths.text(one), Paths.text(other))
                    .isEqualTo(isPrefix(one, other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.0/", "/1.0", "/1/", "/1.x/", "/-1.0/", "//"})
    void shouldRefuseWhatIsNoPath(String text) {
        assertThatThrownBy(() -> Paths.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    private List<Level> randomPath() {
        var path = new ArrayList<Level>();
        for (var depth = random.nextInt(5); depth > 0; depth--) {
            path.add(new Level(random.nextInt(12), random.nextInt(120)));
        }
        return path;
    }

    private static boolean isPrefix(List<Level> one, List<Level> other) {
        return one.size() <= other.size() && other.subList(0, one.size()).equals(one);
    }
}
