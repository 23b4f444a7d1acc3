package io.millrace.engines.index;

import io.millrace.engines.text.Document;
import io.millrace.engines.text.Sentences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one document into passages, embeds and writes them. At most {@link #SIZE} passages with their vectors are held at once,
 * however large the document is. For one document and one thread.
 */
final class PassageSlices {

    /** Enough to keep all cores busy; about 1 MiB with vectors. */
    static final int SIZE = 256;

    private final PassageWriter writer;
    private final Embedding embedding;
    private final String file;
    private final String fingerprint;
    private final List<Passage> slice = new ArrayList<>(SIZE);
    private int written;
    private boolean begun;

    /** @param file name of the document */
    PassageSlices(PassageWriter writer, Embedding embedding, String file, String fingerprint) {
        this.writer = writer;
        this.embedding = embedding;
        this.file = file;
        this.fingerprint = fingerprint;
    }

    /** Puts the passages of the document in the place of those that the file had. */
    void write(Document document) throws IOException, InterruptedException {
        for (var block : document.blocks()) {
            var title = block.section().isEmpty() ? document.title() : document.title() + ", " + block.section();
            var source = block.locator().isEmpty() ? file : file + "#" + block.locator();
            for (var sentence : Sentences.split(block.text())) {
                var id = file + "#" + (written + slice.size());
                slice.add(new Passage(id, title, source, sentence, block.form()));
                if (slice.size() == SIZE) {
                    flush();
                }
            }
        }
        // A document without a passage is written too, so that it is not read again.
        if (!slice.isEmpty() || !begun) {
            flush();
        }
    }

    private void flush() throws IOException, InterruptedException {
        var vectors = embedding.embedAll(slice.stream().map(Passage::titled).toList());
        if (begun) {
            writer.append(file, written, slice, vectors);
        } else {
            writer.replace(file, fingerprint, slice, vectors);
        }
        begun = true;
        written += slice.size();
        slice.clear();
    }

    /** Computes the vectors of texts, in their order. */
    @FunctionalInterface
    interface Embedding {
        List<float[]> embedAll(List<String> texts) throws InterruptedException;
    }
}
