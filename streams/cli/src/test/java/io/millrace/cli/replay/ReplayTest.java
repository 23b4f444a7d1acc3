package io.millrace.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.events.tokens.RequestIds;
import io.millrace.tokens.TokensSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked when a request is replayed. */
class ReplayTest {

    private static final long ASKED_AT = 1_000_000;
    private static final long NOW = 9_000_000;
    private static final CoreSettings SETTINGS = CoreSettings.of(RawSettings.of(Map.of(
            CoreSettings.BOOTSTRAP_SERVERS, "127.0.0.1:1",
            CoreSettings.REGISTRY_URL, "http://127.0.0.1:1",
            CoreSettings.STATE_DIR_TMP_ALLOWED, "true",
            TokensSettings.REQUEST_TIMEOUT, "7000")));

    @BeforeAll
    static void trustEvents() {
        TrustedEvents.trust();
    }

    @ParameterizedTest
    @CsvSource({"req-1, req-1-replay-0000002a", "req-1-replay-5be01c77, req-1-replay-0000002a"})
    void shouldBeCalledAfterTheRequestThatWasAskedFirst(String first, String id) {
        assertThat(replayed(first, 0).getRequestId()).isEqualTo(id);
    }

    @Test
    void shouldCutALongIdSoThatItStaysOne() {
        var id = replayed("r".repeat(64), 0).getRequestId();

        assertThat(id).isEqualTo("r".repeat(48) + "-replay-0000002a").hasSize(64);
        assertThat(RequestIds.isValid(id)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // The deadline of the first, and the time that its replay has; the first was asked at 1,000,000.
        "1030000, 30000",
        "1000000, 0",
        "999999, 0",
        "0, 7000"
    })
    void shouldHaveAsMuchTimeAsTheFirst(long deadline, long time) {
        var request = replayed("req-1", deadline);

        assertThat(request.getAt()).isEqualTo(NOW);
        assertThat(request.getDeadline()).isEqualTo(NOW + time);
    }

    @Test
    void shouldBeAnsweredToNobody() {
        assertThat(replayed("req-1", 0).getReplyTo()).isEqualTo(-1);
    }

    private static Request replayed(String first, long deadline) {
        var request = Request.newBuilder()
                .setRequestId(first)
                .setPipeline("headlines")
                .setInput("What is a lane?")
                .setReplyTo(3)
                .setAt(ASKED_AT)
                .setDeadline(deadline)
                .build();
        var result = Result.newBuilder()
                .setRequestId(first)
                .setPipeline("headlines")
                .setUsage(new Usage(0L, 0L, 0L))
                .setStartedAt(ASKED_AT)
                .setAt(ASKED_AT)
                .build();
        var past = new PastRequest(request, ASKED_AT, result);
        var clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
        return Replay.of(past, 1, SETTINGS, clock, () -> 42L << 32).request();
    }
}
