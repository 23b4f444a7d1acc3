package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.Paths;
import io.millrace.tokens.advance.RandomTree.Failure;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what came of a request with what recursion over its tree gives. */
final class ResultCheck {

    /** Most that a result lists of what it lacks, by its schema. */
    private static final int LISTED = 100;

    private ResultCheck() {}

    /** Invariants 1, 7, 12, 14: status, answer, and each thing that is missing once, with its reason. */
    static void assertExpected(Expectation expected, Result result) {
        assertThat(result.getStatus()).isEqualTo(expected.status());
        assertThat(result.getComplete()).isEqualTo(expected.status() == ResultStatus.COMPLETE);
        if (expected.missing.size() <= LISTED) {
            assertThat(missing(result)).containsExactlyInAnyOrderElementsOf(expected.missing);
        } else {
            assertThat(missing(result)).hasSize(LISTED).doesNotHaveDuplicates().isSubsetOf(expected.missing);
        }
        var cause = expected.cause();
        assertThat(result.getErrorCode()).isEqualTo(cause == null ? null : cause.code());
        assertThat(result.getErrorMessage()).isEqualTo(cause == null ? null : cause.message());
        if (cause == null) {
            assertThat(value(result)).isEqualTo(expected.value());
        } else {
            assertThat(result.getJson()).isNull();
        }
    }

    /** Observers are told of each call that failed, with its reason, and of no other. */
    static void assertErrorsTold(Expectation expected, List<Element> derived) {
        var told = derived.stream()
                .filter(element -> element.getKind() == ElementKind.ERROR)
                .map(ResultCheck::failure)
                .filter(failure ->
                        expected.missing.contains(failure) || failure.stage().matches("[gb]\\d|[wv]"))
                .distinct();
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected.missing);
    }

    /** The answer without the names of runs; empty when there is none. */
    static Object value(Result result) {
        return withoutRuns(result.getJson() != null ? result.getJson() : quoted(result.getText()));
    }

    /** All that a result says of the request itself, without the names of runs, in one text. */
    static String bytes(Result result) {
        var missing = missing(result).map(Failure::toString).sorted().toList();
        return EngineScript.withoutRuns(result.getStatus() + "\n" + result.getText() + "\n" + result.getJson() + "\n"
                + result.getErrorCode() + "\n" + result.getErrorMessage() + "\n" + missing);
    }

    static Object withoutRuns(String json) {
        return Values.parse(EngineScript.withoutRuns(json));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "\"\"" : Values.write(text);
    }

    static Stream<Failure> missing(Result result) {
        return result.getMissing().stream()
                .map(missing -> new Failure(
                        missing.getStage(), Paths.text(missing.getPath()), missing.getCode(), missing.getMessage()));
    }

    private static Failure failure(Element error) {
        return new Failure(
                error.getStage(), Paths.text(error.getPath()), error.getErrorCode(), error.getErrorMessage());
    }
}
