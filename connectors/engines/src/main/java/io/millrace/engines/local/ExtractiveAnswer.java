package io.millrace.engines.local;

import io.millrace.engines.index.DocumentIndex;
import io.millrace.engines.index.Hit;
import io.millrace.engines.index.SearchMode;
import io.millrace.engines.index.SentenceEmbedder;
import io.millrace.engines.text.Form;
import io.millrace.engines.text.Sentences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/**
 * Answers with sentences of the documents: those nearest to the question, without repeats, in reading order; rows of tables
 * only where no prose is nearly as near. Relevance against repetition is weighed by maximal marginal relevance (Carbonell and
 * Goldstein 1998).
 */
final class ExtractiveAnswer {

    /** Says plainly that nothing in the index is near the question. */
    static final String NO_ANSWER = "The documents do not answer this question.";

    private static final int CANDIDATES = 24;

    /** Of the best score; what is further off is about something else. */
    private static final double RELATIVE_SCORE = 0.85;

    /** What the score of a row of a table counts, against one of prose. */
    private static final double ROW_WEIGHT = 0.8;

    /** In characters; longer ones are tables and enumerations rather than sentences to read. */
    private static final int MAX_SENTENCE = 400;

    /** Weight of relevance; the rest is the weight of being unlike what was chosen. */
    private static final double RELEVANCE_WEIGHT = 0.7;

    /** Cosine from which two sentences say the same. */
    private static final double REPEAT = 0.85;

    private final DocumentIndex index;
    private final SentenceEmbedder embedder;
    private final LocalSettings settings;

    ExtractiveAnswer(DocumentIndex index, SentenceEmbedder embedder, LocalSettings settings) {
        this.index = index;
        this.embedder = embedder;
        this.settings = settings;
    }

    String to(String question, TaskOutput output) throws IOException, CallEndedException {
        var hits = index.search(question, CANDIDATES, SearchMode.DENSE).stream()
                .filter(hit -> hit.score() >= settings.answerMinScore()
                        && isStatement(hit.passage().text()))
                .toList();
        var best = hits.stream().max(Comparator.comparingDouble(ExtractiveAnswer::relevance));
        if (best.isEmpty()) {
            return NO_ANSWER;
        }
        double least = relevance(best.get()) * RELATIVE_SCORE;
        boolean rowsToo = isRow(best.get());
        var candidates = new ArrayList<Candidate>();
        for (var hit : hits) {
            output.checkpoint();
            if (relevance(hit) >= least && (rowsToo || !isRow(hit))) {
                candidates.add(new Candidate(hit, embedder.embed(hit.passage().text())));
            }
        }
        return joined(inReadingOrder(chosen(candidates)));
    }

    private static double relevance(Hit hit) {
        return isRow(hit) ? hit.score() * ROW_WEIGHT : hit.score();
    }

    private static boolean isRow(Hit hit) {
        return hit.passage().form() == Form.ROW;
    }

    private List<Candidate> chosen(List<Candidate> candidates) {
        var open = new ArrayList<>(candidates);
        var chosen = new ArrayList<Candidate>();
        while (!open.isEmpty() && chosen.size() < settings.answerSentences()) {
            var next = open.stream()
                    .max(Comparator.comparingDouble(candidate -> candidate.marginalRelevance(chosen)))
                    .orElseThrow();
            chosen.add(next);
            open.removeIf(candidate -> candidate == next || candidate.similarity(next) >= REPEAT);
        }
        return chosen;
    }

    /** Files by their best sentence, then as they stand in the file. */
    private static List<Hit> inReadingOrder(List<Candidate> chosen) {
        var files = chosen.stream()
                .map(candidate -> candidate.hit().file())
                .distinct()
                .toList();
        return chosen.stream()
                .map(Candidate::hit)
                .sorted(Comparator.<Hit>comparingInt(hit -> files.indexOf(hit.file()))
                        .thenComparingInt(Hit::ordinal))
                .toList();
    }

    /** One text out of which the same sentences can be split again: where that is not so, a blank line parts them. */
    private static String joined(List<Hit> hits) {
        var text = new StringBuilder();
        var previous = "";
        for (var hit : hits) {
            var sentence = asSentence(hit.passage().text());
            if (!text.isEmpty()) {
                boolean parted =
                        Sentences.split(previous + " " + sentence).get(0).equals(previous);
                text.append(parted ? " " : "\n\n");
            }
            text.append(sentence);
            previous = sentence;
        }
        return text.toString();
    }

    /** Questions and lead-ins to lists are near to a question without answering it. */
    private static boolean isStatement(String text) {
        return !text.endsWith("?") && !text.endsWith(":") && text.length() <= MAX_SENTENCE;
    }

    /** List items often have no end mark; what follows must not run into them. */
    private static String asSentence(String text) {
        char last = text.charAt(text.length() - 1);
        if (",;-\u2013\u2014".indexOf(last) >= 0) {
            return text.substring(0, text.length() - 1).stripTrailing() + ".";
        }
        return Character.isLetterOrDigit(last) ? text + "." : text;
    }

    /** A sentence that may be quoted, with the embedding of its text alone. */
    private static final class Candidate {
        private final Hit hit;
        private final float[] vector;

        private Candidate(Hit hit, float[] vector) {
            this.hit = hit;
            this.vector = vector;
        }

        Hit hit() {
            return hit;
        }

        double similarity(Candidate other) {
            return VectorUtil.dotProduct(vector, other.vector);
        }

        double marginalRelevance(List<Candidate> chosen) {
            double repetition =
                    chosen.stream().mapToDouble(this::similarity).max().orElse(0);
            return RELEVANCE_WEIGHT * relevance(hit) - (1 - RELEVANCE_WEIGHT) * repetition;
        }
    }
}
