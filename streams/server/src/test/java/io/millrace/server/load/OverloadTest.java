package io.millrace.server.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OverloadTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** Its wait is 10 s. */
    private static final ReplicaLoad BUSY = new ReplicaLoad("chat", 10, 1, Duration.ofSeconds(1), NOW);

    private final Overload overload = new Overload(() -> List.of(BUSY), CLOCK);

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldLetPassWhatBeginsAtItsDeadline() {
        assertThatCode(() -> overload.check(plan("chat"), in(10_001))).doesNotThrowAnyException();
        assertThatCode(() -> overload.check(plan("chat"), in(10_000))).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWhatWouldBeginLaterAndTellByHowMuch() {
        assertThatThrownBy(() -> overload.check(plan("chat"), in(9_999)))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .returns(Problem.TOO_MANY_REQUESTS, ProblemException::problem)
                .returns(Duration.ofMillis(1), refusal -> refusal.retryAfter().orElseThrow());
    }

    @Test
    void shouldLetPassWhatCallsAnotherPool() {
        assertThatCode(() -> overload.check(plan("other"), in(1))).doesNotThrowAnyException();
    }

    @Test
    void shouldLeaveADeadlineThatHasPassedToTheTopologyWhereNothingWaits() {
        assertThatCode(() -> overload.check(plan("other"), in(-1))).doesNotThrowAnyException();
    }

    @Test
    void shouldLetPassWhatItCannotJudge() {
        var blind = new Overload(
                () -> {
                    throw Problem.NOT_READY.because("the store is being restored");
                },
                CLOCK);

        assertThatCode(() -> blind.check(plan("chat"), in(1))).doesNotThrowAnyException();
        assertThatCode(() -> overload.check(new Plan("p", 1, "d", "no plan", 1L), in(1)))
                .doesNotThrowAnyException();
    }

    private static long in(long millis) {
        return NOW.plusMillis(millis).toEpochMilli();
    }

    private static Plan plan(String engine) {
        var definition = """
                {"pipeline": "p", "stages": [
                  {"name": "answer", "op": "llm", "engine": "%s", "template": "{{question}}"},
                  {"name": "end", "op": "sink", "input": "answer"}]}
                """.formatted(engine);
        return new Plan("p", 1, "digest of " + engine, definition, 1L);
    }
}
