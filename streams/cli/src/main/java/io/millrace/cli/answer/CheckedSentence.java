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

    /** Reads {@code {"sentence": ..., "findings": [{"claim": ..., "verdict": {...}, "evidence": [...]}]}}. */
    public static CheckedSentence of(JsonNode json) {
        var verdicts = new ArrayList<Verdict>();
        var citations = new ArrayList<Citation>();
        var score = 0.0;
        for (var finding : json.path("findings")) {
            var verdict = finding.path("verdict");
            verdicts.add(Verdict.of(verdict.path("verdict").asText("failed")));
            score = Math.max(score, verdict.path("score").asDouble(0));
            var passage = passage(verdict.path("citation"), finding.path("evidence"));
            if (passage.isObject() && !citations.contains(Citation.of(passage))) {
                citations.add(Citation.of(passage));
            }
        }
        var text = json.path("sentence").asText("").strip();
        return new CheckedSentence(text, Verdict.ofSentence(verdicts), score, citations);
    }

    /** An engine cites the passage itself or, as language models do, its number among the evidence, from 1. */
    private static JsonNode passage(JsonNode citation, JsonNode evidence) {
        return citation.isIntegralNumber() ? evidence.path(citation.asInt() - 1) : citation;
    }
}
