package io.millrace.engines.index;

import io.millrace.engines.text.DocumentReaders;
import io.millrace.engines.text.UnreadableDocumentException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Makes the index mirror a directory of documents. Files whose content is unchanged are not embedded again. The index changes in
 * one step at the end; a run that fails or is interrupted leaves it as it was.
 */
public final class Indexer {

    private final IndexSettings settings;
    private final SentenceEmbedder embedder;
    private final Clock clock;
    private final DocumentReaders readers = new DocumentReaders();

    public Indexer(IndexSettings settings, Clock clock) {
        this.settings = settings;
        this.embedder = SentenceEmbedder.load(settings.nativesDirectory());
        this.clock = clock;
    }

    /**
     * Brings the index up to date with {@code documents}, a directory or one file. Files that cannot be read are reported
     * and left out.
     *
     * @throws IndexBusyException when another process is indexing
     * @throws NothingToIndexException when no passage would be left
     * @throws IOException when the documents or the index cannot be reached
     */
    public IndexReport index(Path documents, IndexProgress progress) throws IOException, InterruptedException {
        var root = documents.toAbsolutePath().normalize();
        var files = DocumentFiles.below(root, readers);
        try (var writer = PassageWriter.open(settings.directory());
                var vectors = new ParallelEmbedder(embedder)) {
            var run = new Run(writer, vectors, writer.fingerprints());
            run.removeAllBut(files);
            int done = 0;
            for (var file : files.entrySet()) {
                progress.reading(file.getKey(), done++, files.size());
                run.take(file.getKey(), file.getValue());
            }
            if (writer.passages() == 0) {
                throw new NothingToIndexException(documents, run.unreadable);
            }
            return run.report(writer.commit(root.toString(), clock));
        }
    }

    /** Counts of one run. */
    private final class Run {
        private final PassageWriter writer;
        private final ParallelEmbedder vectors;
        private final Map<String, String> before;
        private final List<IndexReport.Unreadable> unreadable = new ArrayList<>();
        private int added;
        private int changed;
        private int unchanged;
        private int removed;

        private Run(PassageWriter writer, ParallelEmbedder vectors, Map<String, String> before) {
            this.writer = writer;
            this.vectors = vectors;
            this.before = before;
        }

        private void removeAllBut(Map<String, Path> files) throws IOException {
            for (var file : before.keySet()) {
                if (!files.containsKey(file)) {
                    remove(file);
                }
            }
        }

        private void take(String name, Path file) throws IOException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("indexing was interrupted before " + name);
            }
            try {
                var content = content(file);
                var fingerprint = sha256(content);
                if (fingerprint.equals(before.get(name))) {
                    unchanged++;
                    return;
                }
                var document = readers.read(file, content);
                new PassageSlices(writer, vectors::embedAll, name, fingerprint).write(document);
                count(name);
            } catch (UnreadableDocumentException e) {
                unreadable.add(new IndexReport.Unreadable(name, e.reason()));
                if (before.containsKey(name)) {
                    remove(name);
                }
            }
        }

        private void count(String name) {
            if (before.containsKey(name)) {
                changed++;
            } else {
                added++;
            }
        }

        private void remove(String name) throws IOException {
            writer.remove(name);
            removed++;
        }

        private IndexReport report(IndexDescription index) {
            return new IndexReport(added, changed, unchanged, removed, unreadable, index);
        }
    }

    private byte[] content(Path file) throws UnreadableDocumentException, InterruptedException {
        try {
            long size = Files.size(file);
            if (size > settings.maxFileBytes()) {
                throw new UnreadableDocumentException(
                        file,
                        "is " + size + " bytes, more than " + settings.maxFileBytes() + " ("
                                + IndexSettings.MAX_FILE_BYTES + ")");
            }
            return Files.readAllBytes(file);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("indexing was interrupted while reading " + file);
        } catch (IOException e) {
            throw new UnreadableDocumentException(file, "cannot be opened: " + e, e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
