package io.millrace.cli.replay;

import static io.millrace.cli.replay.SampleOutcomes.complete;
import static io.millrace.cli.replay.SampleOutcomes.missing;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.http.Api;
import io.millrace.cli.replay.Outcome.Missing;
import org.junit.jupiter.api.Test;

class DiffJsonTest {

    @Test
    void shouldHoldBothOutcomesAndWhatDiffers() throws Exception {
        var before = complete("first", "One.", "[\"one lane\", \"x\"]");
        var after = missing(complete("second", "One.", "[\"a lane\"]"), new Missing("verify", "/1.0/", "DEADLINE"));

        var json = DiffJson.of(OutcomeDiff.of(before, after));

        var figures = """
                {"calls": 1, "promptTokens": 10, "cachedTokens": 0, "completionTokens": 5, "millis": 400, "cost": 0.0}""";
        var lacks = """
                {"stage": "verify", "path": "/1.0/", "code": "DEADLINE"}""";
        assertThat(Api.JSON.readTree(json.toString()))
                .isEqualTo(Api.JSON.readTree("""
                {"pipeline": "headlines", "same": false,
                 "before": {"requestId": "first", "version": 1, "status": "COMPLETE", "finishReason": "STOP",
                  "text": "One.", "json": ["one lane", "x"], "missing": [], "total": %s, "stages": {"answer": %s}},
                 "after": {"requestId": "second", "version": 1, "status": "COMPLETE", "finishReason": "STOP",
                  "text": "One.", "json": ["a lane"], "missing": [%s], "total": %s, "stages": {"answer": %s}},
                 "items": [
                  {"change": "changed", "place": 0,
                   "patch": [{"op": "replace", "path": "", "value": "a lane", "was": "one lane"}]},
                  {"change": "removed", "place": 1, "patch": []}],
                 "noLongerMissing": [], "newlyMissing": [%s]}
                """.formatted(figures, figures, lacks, figures, figures, lacks)));
    }
}
