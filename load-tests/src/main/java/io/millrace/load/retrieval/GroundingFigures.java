package io.millrace.load.retrieval;

import java.util.List;

/**
 * Scores of the local verifier, given what dense retrieval finds.
 *
 * @param supported scores of supported claims over the whole evidence
 * @param refuted scores of refuted claims over the whole evidence
 * @param absent scores of all claims when the evidence lacks the page they are about: nothing there grounds them
 */
record GroundingFigures(List<Double> supported, List<Double> refuted, List<Double> absent) {

    GroundingFigures {
        supported = List.copyOf(supported);
        refuted = List.copyOf(refuted);
        absent = List.copyOf(absent);
    }

    /** How well the score tells support from refutation; 0.5 is chance. */
    double truthArea() {
        return RocArea.of(values(supported), values(refuted));
    }

    /** How well the score tells evidence that is there from evidence that is not. */
    double presenceArea() {
        return RocArea.of(values(supported), values(absent));
    }

    static double shareFrom(List<Double> scores, double threshold) {
        return (double) scores.stream().filter(score -> score >= threshold).count() / scores.size();
    }

    private static double[] values(List<Double> scores) {
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
