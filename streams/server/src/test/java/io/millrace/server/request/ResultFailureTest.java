package io.millrace.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Missing;
import io.millrace.queries.Problem;
import io.millrace.server.http.ProblemJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFailureTest {

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

    private static ResultFailure failed(String code) {
        return ResultFailure.of(new Missing("answer", List.of(), code, "for some reason"));
    }
}
