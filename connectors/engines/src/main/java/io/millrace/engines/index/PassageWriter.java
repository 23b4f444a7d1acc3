package io.millrace.engines.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * Writes an index. Readers see nothing until {@link #commit}, then everything; closing without a commit leaves the index as it
 * was. One writer at a time per directory, across processes. Confined to one thread.
 */
public final class PassageWriter implements AutoCloseable {

    private final Directory directory;
    private final IndexWriter writer;
    private final Map<String, String> fingerprints;

    private PassageWriter(Directory directory, IndexWriter writer, Map<String, String> fingerprints) {
        this.directory = directory;
        this.writer = writer;
        this.fingerprints = fingerprints;
    }

    /**
     * Opens the index, or begins an empty one.
     *
     * @throws IndexBusyException when another writer has it
     */
    public static PassageWriter open(Path path) throws IOException {
        Files.createDirectories(path);
        var directory = FSDirectory.open(path);
        try {
            var config = new IndexWriterConfig(IndexSchema.analyzer()).setCommitOnClose(false);
            var writer = new IndexWriter(directory, config);
            return new PassageWriter(directory, writer, currentFingerprints(writer));
        } catch (LockObtainFailedException e) {
            directory.close();
            throw new IndexBusyException(path, e);
        }
    }

    /** Fingerprints of the files that are in the index, by file. */
    public Map<String, String> fingerprints() {
        return Map.copyOf(fingerprints);
    }

    /**
     * Puts the passages of a file, or the first of them, in the place of those it had.
     *
     * @param fingerprint of the content, to tell later whether the file has changed
     * @param vectors of the passages, in their order
     */
    public void replace(String file, String fingerprint, List<Passage> passages, List<float[]> vectors)
            throws IOException {
        var documents = new ArrayList<Document>(passages.size() + 1);
        documents.add(IndexSchema.fileDocument(file, fingerprint));
        documents.addAll(documents(file, 0, passages, vectors));
        writer.updateDocuments(new Term(IndexSchema.FILE, file), documents);
        fingerprints.put(file, fingerprint);
    }

    /**
     * Adds further passages to a file that was replaced, so that not all of a large one need be held at once.
     *
     * @param before how many passages of the file were written
     * @param vectors of the passages, in their order
     */
    public void append(String file, int before, List<Passage> passages, List<float[]> vectors) throws IOException {
        writer.addDocuments(documents(file, before, passages, vectors));
    }

    /** Takes a file out; nothing happens if it is not in. */
    public void remove(String file) throws IOException {
        writer.deleteDocuments(new Term(IndexSchema.FILE, file));
        fingerprints.remove(file);
    }

    /** Number of passages that a {@link #commit} would make visible. */
    public long passages() throws IOException {
        try (var reader = DirectoryReader.open(writer)) {
            return new IndexSearcher(reader).count(new FieldExistsQuery(IndexSchema.VECTOR));
        }
    }

    /**
     * Makes all changes visible at once.
     *
     * @param documents what the index was built of, kept in its description
     */
    public IndexDescription commit(String documents, Clock clock) throws IOException {
        var description = new IndexDescription(documents, SentenceEmbedder.MODEL, clock.instant(), passages());
        writer.setLiveCommitData(description.toCommitData().entrySet());
        writer.commit();
        return description;
    }

    @Override
    public void close() throws IOException {
        writer.close();
        directory.close();
    }

    private static List<Document> documents(String file, int before, List<Passage> passages, List<float[]> vectors) {
        var documents = new ArrayList<Document>(passages.size());
        for (int i = 0; i < passages.size(); i++) {
            documents.add(IndexSchema.passageDocument(file, before + i, passages.get(i), vectors.get(i)));
        }
        return documents;
    }

    private static Map<String, String> currentFingerprints(IndexWriter writer) throws IOException {
        var commitData = new HashMap<String, String>();
        var live = writer.getLiveCommitData();
        if (live != null) {
            live.forEach(entry -> commitData.put(entry.getKey(), entry.getValue()));
        }
        if (!IndexDescription.isCurrent(commitData)) {
            writer.deleteAll();
            return new HashMap<>();
        }
        var found = new HashMap<String, String>();
        try (var reader = DirectoryReader.open(writer)) {
            var files = new IndexSearcher(reader)
                    .search(
                            new TermQuery(new Term(IndexSchema.KIND, IndexSchema.KIND_FILE)),
                            Math.max(1, reader.numDocs()));
            var stored = reader.storedFields();
            for (var file : files.scoreDocs) {
                var document = stored.document(file.doc);
                found.put(document.get(IndexSchema.FILE), document.get(IndexSchema.FINGERPRINT));
            }
        }
        return found;
    }
}
