package io.millrace.cli.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A sentence of an answer with its verdict.
 *
 * @param text the sentence
 * @param verdict what verification says
 * @param score best similarity to a passage, in [0, 1]; 0 where nothing was found
 * @param citations passages that ground it, without repeats
 */
public record CheckedSentence(String text, Verdict verdict, double score, List<Citation> citations) {

    public CheckedSentence {
        citations = List.copyOf(citations);
    }

    /** Reads {@code {"sentence": ..., "claims": [{"claim": ..., "verdict": {...}}]}}. */
    static CheckedSentence of(JsonNode json) {
        var verdicts = new ArrayList<Verdict>();
        var citations = new ArrayList<Citation>();
        var score = 0.0;
        for (var claim : json.path("claims")) {
            var checked = claim.path("verdict");
            verdicts.add(Verdict.of(checked.path("verdict").asText("failed")));
            score = Math.max(score, checked.path("score").asDouble(0));
            if (checked.path("citation").isObject()) {
                var citation = Citation.of(checked.path("citation"));
                if (!citations.contains(citation)) {
                    citations.add(citation);
                }
            }
        }
        var text = json.path("sentence").asText("").strip();
        return new CheckedSentence(text, Verdict.ofSentence(verdicts), score, citations);
    }
}
