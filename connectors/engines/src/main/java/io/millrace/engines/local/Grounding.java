package io.millrace.engines.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engines.index.Passage;
import io.millrace.engines.index.SentenceEmbedder;
import java.util.List;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * Finds whether a claim has its ground in evidence: a passage that says nearly the same. It does not tell true from false: embeddings
 * hardly see a negation or another number ({@code load-tests/reports/retrieval.md} has the figures). Two rules therefore withhold the
 * word <em>grounded</em> where they can: every number of the claim must stand in the passage, and both must deny or neither.
 */
final class Grounding {

    private static final double SCORE_STEPS = 1e4;

    private final SentenceEmbedder embedder;
    private final double threshold;

    /** @param threshold least cosine of a ground, inclusive */
    Grounding(SentenceEmbedder embedder, double threshold) {
        this.embedder = embedder;
        this.threshold = threshold;
    }

    /** Judges a claim by the passage nearest to it; the first of equals. */
    Verdict of(String claim, List<Evidence> evidence, TaskOutput output) throws CallEndedException {
        var vector = embedder.embed(claim);
        Evidence nearest = null;
        double best = 0;
        for (var candidate : evidence) {
            output.checkpoint();
            if (!candidate.passage().text().isBlank() && !Contradiction.isVisible(claim, candidate.passage())) {
                double score = similarity(vector, candidate.passage());
                if (score > best) {
                    best = score;
                    nearest = candidate;
                }
            }
        }
        return verdict(best, nearest);
    }

    /** Cosine with the passage alone or under its title, whichever is nearer, in steps of 0.0001. */
    double similarity(float[] claim, Passage passage) {
        double alone = VectorUtil.dotProduct(claim, embedder.embed(passage.text()));
        double titled = VectorUtil.dotProduct(claim, embedder.embed(passage.titled()));
        return Math.round(Math.max(alone, titled) * SCORE_STEPS) / SCORE_STEPS;
    }

    Verdict verdict(double score, @Nullable Evidence nearest) {
        return new Verdict(score, score >= threshold ? nearest : null);
    }

    /**
     * What was found.
     *
     * @param score cosine of the nearest passage that does not visibly disagree, 0 when there is none
     * @param citation the ground, or null when none was found
     */
    record Verdict(double score, @Nullable Evidence citation) {

        ObjectNode toJson() {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("verdict", citation == null ? "not_found" : "grounded").put("score", score);
            json.set("citation", citation == null ? JsonNodeFactory.instance.nullNode() : citation.toJson());
            return json;
        }
    }
}
