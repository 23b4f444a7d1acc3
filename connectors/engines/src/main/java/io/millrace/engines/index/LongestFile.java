package io.millrace.engines.index;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** The file with the most passages; of equals, the first by path. */
final class LongestFile {

    private LongestFile() {}

    /** What all its passages have in common of their titles: the document, and its section where there is but one. */
    static Optional<String> title(IndexSearcher searcher) throws IOException {
        var files = MultiTerms.getTerms(searcher.getIndexReader(), IndexSchema.FILE);
        if (files == null) {
            return Optional.empty();
        }
        Optional<String> title = Optional.empty();
        int most = 0;
        var terms = files.iterator();
        for (var file = terms.next(); file != null; file = terms.next()) {
            var passages = passagesOf(file.utf8ToString());
            int count = searcher.count(passages);
            if (count > most) {
                most = count;
                title = Optional.of(commonTitle(searcher, passages, count));
            }
        }
        return title;
    }

    private static Query passagesOf(String file) {
        return new BooleanQuery.Builder()
                .add(new TermQuery(new Term(IndexSchema.FILE, file)), Occur.FILTER)
                .add(new FieldExistsQuery(IndexSchema.VECTOR), Occur.FILTER)
                .build();
    }

    private static String commonTitle(IndexSearcher searcher, Query passages, int count) throws IOException {
        var stored = searcher.storedFields();
        var common = "";
        for (var match : searcher.search(passages, count).scoreDocs) {
            var title = stored.document(match.doc).get(IndexSchema.TITLE);
            common = common.isEmpty() ? title : common(common, title);
        }
        return common;
    }

    /** Titles are parted by commas, document first. */
    private static String common(String one, String other) {
        var common = one;
        while (!other.equals(common) && !other.startsWith(common + ", ")) {
            int comma = common.lastIndexOf(", ");
            if (comma < 0) {
                return common;
            }
            common = common.substring(0, comma);
        }
        return common;
    }
}
