package io.millrace.engines.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Searches an index. Each search sees the newest commit, also one made by another process, and also an index that did not exist
 * when this was made. Safe for use by any number of threads.
 */
public final class DocumentIndex implements AutoCloseable {

    /** Beyond this many characters a query is cut, since the cost of a search grows with its length. */
    private static final int MAX_QUERY = 4_000;

    /** How deep fusion looks into either ranking. */
    private static final int FUSION_DEPTH = 100;

    /** Constant of reciprocal rank fusion (Cormack, Clarke, Buettcher 2009). */
    private static final int FUSION_CONSTANT = 60;

    private static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
            .reversed()
            .thenComparing(hit -> hit.passage().id());

    private final Path path;
    private final SentenceEmbedder embedder;
    private @Nullable DirectoryReader reader;
    private byte[] readerCommit = {};

    public DocumentIndex(IndexSettings settings) {
        this.path = settings.directory();
        this.embedder = SentenceEmbedder.load(settings.nativesDirectory());
    }

    /**
     * The best {@code k} passages, best first; ties in the order of ids. Empty when the index is.
     *
     * @throws IndexMissingException when there is no index yet
     */
    public List<Hit> search(String query, int k, SearchMode mode) throws IOException {
        var text = query.substring(0, Math.min(query.length(), MAX_QUERY));
        if (text.isBlank()) {
            return withSearcher(searcher -> List.of());
        }
        return switch (mode) {
            case DENSE -> nearest(embedder.embed(text), k);
            case BM25 -> withSearcher(searcher -> byWords(searcher, text, k));
            case FUSION -> {
                var vector = embedder.embed(text);
                yield withSearcher(searcher -> fused(
                        VectorScan.nearest(searcher, vector, FUSION_DEPTH), byWords(searcher, text, FUSION_DEPTH), k));
            }
        };
    }

    /** The {@code k} passages nearest to a vector of {@link SentenceEmbedder}, by cosine, best first. */
    public List<Hit> nearest(float[] vector, int k) throws IOException {
        return withSearcher(searcher -> sorted(VectorScan.nearest(searcher, vector, k), k));
    }

    /** What the newest commit holds. */
    public IndexDescription describe() throws IOException {
        return withSearcher(searcher -> IndexDescription.of(
                ((DirectoryReader) searcher.getIndexReader()).getIndexCommit().getUserData()));
    }

    /**
     * Title of the file with the most passages; empty when the index is.
     *
     * @throws IndexMissingException when there is no index yet
     */
    public Optional<String> longestTitle() throws IOException {
        return withSearcher(LongestFile::title);
    }

    @Override
    public synchronized void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private static List<Hit> byWords(IndexSearcher searcher, String text, int k) throws IOException {
        var query = new QueryBuilder(IndexSchema.analyzer()).createBooleanQuery(IndexSchema.CONTENT, text);
        if (query == null) {
            return List.of();
        }
        var stored = searcher.storedFields();
        var hits = new ArrayList<Hit>();
        for (var match : searcher.search(query, k).scoreDocs) {
            hits.add(IndexSchema.hit(stored.document(match.doc), match.score));
        }
        return sorted(hits, k);
    }

    private static List<Hit> fused(List<Hit> dense, List<Hit> byWords, int k) {
        var scores = new HashMap<String, Double>();
        var hits = new HashMap<String, Hit>();
        for (var ranking : List.of(sorted(dense, FUSION_DEPTH), byWords)) {
            for (int rank = 0; rank < ranking.size(); rank++) {
                var hit = ranking.get(rank);
                scores.merge(hit.passage().id(), 1.0 / (FUSION_CONSTANT + rank + 1), Double::sum);
                hits.put(hit.passage().id(), hit);
            }
        }
        var fused = new ArrayList<Hit>();
        hits.forEach((id, hit) ->
                fused.add(new Hit(hit.passage(), scores.getOrDefault(id, 0.0), hit.file(), hit.ordinal())));
        return sorted(fused, k);
    }

    private static List<Hit> sorted(List<Hit> hits, int k) {
        return hits.stream().sorted(BEST_FIRST).limit(k).toList();
    }

    private <T> T withSearcher(Search<T> search) throws IOException {
        var newest = acquireNewest();
        try {
            return search.in(new IndexSearcher(newest));
        } finally {
            newest.decRef();
        }
    }

    /**
     * A reader of the newest commit, to be released. Commits are told apart by their random id, so that an index which was
     * deleted and built again is also seen.
     */
    private synchronized DirectoryReader acquireNewest() throws IOException {
        var newest = newestCommit();
        var open = reader;
        if (open == null || !Arrays.equals(newest, readerCommit)) {
            close();
            open = DirectoryReader.open(FSDirectory.open(path));
            reader = open;
            readerCommit = newest;
        }
        open.incRef();
        return open;
    }

    private byte[] newestCommit() throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IndexMissingException(path);
        }
        try (var directory = FSDirectory.open(path)) {
            return SegmentInfos.readLatestCommit(directory).getId();
        } catch (IndexNotFoundException | NoSuchFileException e) {
            throw new IndexMissingException(path);
        }
    }

    @FunctionalInterface
    private interface Search<T> {
        T in(IndexSearcher searcher) throws IOException;
    }
}
