package io.millrace.queries.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CursorsTest {

    private static final KeyRange RANGE = new KeyRange("a", null, "p", null);

    private final Cursors cursors = new Cursors("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    @Test
    void shouldResumeAfterTheLastKey() {
        var cursor = cursors.encode("tokens-items", RANGE, "p|ключ|/1.0/");

        assertThat(cursors.resume(cursor, "tokens-items", RANGE)).isEqualTo(RANGE.after("p|ключ|/1.0/"));
    }

    @Test
    void shouldRefuseACursorOfAnotherQuery() {
        var cursor = cursors.encode("tokens-items", RANGE, "p1");

        assertInvalid(() -> cursors.resume(cursor, "tokens-requests", RANGE));
        assertInvalid(() -> cursors.resume(cursor, "tokens-items", KeyRange.ALL));
    }

    @Test
    void shouldRefuseACursorWithAnyBitChanged() {
        var bytes = Base64.getUrlDecoder().decode(cursors.encode("tokens-items", RANGE, "p1"));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            var changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            var cursor = Base64.getUrlEncoder().encodeToString(changed);

            assertInvalid(() -> cursors.resume(cursor, "tokens-items", RANGE));
        }
    }

    @Test
    void shouldRefuseWhatIsNoCursor() {
        for (var text : new String[] {"", "%%%", "AAAA", "x".repeat(100_000)}) {
            assertInvalid(() -> cursors.resume(text, "tokens-items", RANGE));
        }
    }

    @Test
    void shouldRefuseACursorSignedWithAnotherSecret() {
        var other = new Cursors("fedcba9876543210".getBytes(StandardCharsets.UTF_8));
        var cursor = other.encode("tokens-items", RANGE, "p1");

        assertInvalid(() -> cursors.resume(cursor, "tokens-items", RANGE));
    }

    private static void assertInvalid(Runnable resume) {
        assertThatThrownBy(resume::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_CURSOR));
    }
}
