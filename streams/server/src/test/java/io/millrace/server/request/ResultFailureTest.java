package io.millrace.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.queries.Problem;
import io.millrace.server.http.ProblemJson;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFailureTest {

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldTellTheCallerThatTheInputIsTooLarge() {
        var failure = failed("INPUT_TOO_LARGE");

        assertThat(failure.problem().problem()).isEqualTo(Problem.BODY_TOO_LARGE);
        assertThat(failure.code()).isEqualTo("INPUT_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INPUT_TOO_LARGE",
                "INVALID_PLAN",
                "TEMPLATE",
                "CONDITION",
                "NO_POOL",
                "DOCUMENT_INPUT",
                "INVALID_INPUT",
                "BAD_INPUT",
                "UNKNOWN_TASK",
                "ENGINE_REJECTED",
                "SERVICE_REJECTED"
            })
    void shouldNotAskForAnotherTryOfWhatWouldFailAgain(String code) {
        var problem = failed(code).problem();

        assertThat(problem.problem().status()).isBetween(400, 499);
        assertThat(ProblemJson.headers(problem)).doesNotContainKey("Retry-After");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENGINE_UNREACHABLE", "STREAM_BROKEN", "SERVICE_TIMEOUT", "DEADLINE", "OF_ANOTHER_ENGINE"})
    void shouldAskForAnotherTryOfWhatMayPass(String code) {
        assertThat(ProblemJson.headers(failed(code).problem())).containsKey("Retry-After");
    }

    @ParameterizedTest
    @CsvSource({
        "QUOTA_TOKENS, 60_000, 60",
        "QUOTA_TOKENS, 60_001, 60",
        "QUOTA_TOKENS, 89_000, 31",
        "QUOTA_TOKENS, 119_999, 1",
        "QUOTA_REQUESTS, 60_000, 1"
    })
    void shouldSayWhenAQuotaHasRoomAgain(String code, String at, String seconds) {
        var result = Result.newBuilder()
                .setRequestId("r1")
                .setPipeline("echo")
                .setStatus(ResultStatus.FAILED)
                .setComplete(false)
                .setErrorCode(code)
                .setErrorMessage("tenant 'acme' has enough")
                .setUsage(new Usage(0L, 0L, 0L))
                .setStartedAt(1)
                .setAt(Long.parseLong(at.replace("_", "")))
                .build();

        var problem = ResultFailure.of(result).problem();

        assertThat(problem.problem()).isEqualTo(Problem.TOO_MANY_REQUESTS);
        assertThat(problem.detail()).isEqualTo("tenant 'acme' has enough");
        assertThat(ProblemJson.headers(problem)).containsEntry("Retry-After", seconds);
    }

    private static ResultFailure failed(String code) {
        return ResultFailure.of(new Missing("answer", List.of(), code, "for some reason"));
    }
}
