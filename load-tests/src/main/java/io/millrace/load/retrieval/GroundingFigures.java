package io.millrace.load.retrieval;

import java.util.Arrays;

/**
 * Scores of the local verifier, given what dense retrieval finds.
 *
 * @param supported scores of supported claims over the whole evidence
 * @param refuted scores of refuted claims over the whole evidence
 * @param absent scores of all claims when the evidence lacks the page they are about: nothing there grounds them
 */
record GroundingFigures(double[] supported, double[] refuted, double[] absent) {

    /** How well the score tells support from refutation; 0.5 is chance. */
    double truthArea() {
        return RocArea.of(supported, refuted);
    }

    /** How well the score tells evidence that is there from evidence that is not. */
    double presenceArea() {
        return RocArea.of(supported, absent);
    }

    static double shareFrom(double[] scores, double threshold) {
        return (double) Arrays.stream(scores)
                        .filter(score -> score >= threshold)
                        .count()
                / scores.length;
    }
}
