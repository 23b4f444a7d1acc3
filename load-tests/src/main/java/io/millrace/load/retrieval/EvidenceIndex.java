package io.millrace.load.retrieval;

import io.millrace.core.settings.RawSettings;
import io.millrace.engines.index.DocumentIndex;
import io.millrace.engines.index.IndexSettings;
import io.millrace.engines.index.ParallelEmbedder;
import io.millrace.engines.index.Passage;
import io.millrace.engines.index.PassageWriter;
import io.millrace.engines.index.SentenceEmbedder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All evidence sentences in an index of their own, each under the title of its page. Kept in a directory that is named after the content
 * of the evidence and the model, so a second run does not embed again.
 */
final class EvidenceIndex {

    private static final int PAGES_A_LINE = 200;

    private final FactSet facts;
    private final RawSettings settings;

    EvidenceIndex(FactSet facts, Path cache) {
        this.facts = facts;
        var name = "retrieval-" + facts.digest().substring(0, 16) + "-" + SentenceEmbedder.MODEL;
        this.settings = RawSettings.of(Map.of(
                IndexSettings.INDEX_DIR, cache.resolve(name).toString(),
                IndexSettings.NATIVES_DIR, cache.resolve("natives").toString()));
    }

    /** Settings by which an engine finds this index. */
    RawSettings settings() {
        return settings;
    }

    DocumentIndex open(PrintWriter out) throws IOException, InterruptedException {
        var where = IndexSettings.of(settings);
        var pages = new TreeMap<String, List<Passage>>();
        for (var sentence : facts.evidence()) {
            pages.computeIfAbsent(sentence.page(), page -> new ArrayList<>())
                    .add(new Passage(sentence.id(), sentence.page(), sentence.page(), sentence.text()));
        }
        try (var writer = PassageWriter.open(where.directory());
                var vectors = new ParallelEmbedder(SentenceEmbedder.load(where.nativesDirectory()))) {
            if (writer.fingerprints().size() == pages.size()) {
                out.println("vectors of " + facts.evidence().size() + " sentences found in " + where.directory());
            } else {
                write(pages, writer, vectors, out);
                writer.commit("fact-fm2", Clock.systemUTC());
            }
        }
        return new DocumentIndex(where);
    }

    private void write(
            Map<String, List<Passage>> pages, PassageWriter writer, ParallelEmbedder vectors, PrintWriter out)
            throws IOException, InterruptedException {
        int done = 0;
        for (var page : pages.entrySet()) {
            if (done++ % PAGES_A_LINE == 0) {
                out.println("embedding page " + done + " of " + pages.size());
                out.flush();
            }
            var texts = page.getValue().stream().map(Passage::titled).toList();
            writer.replace(page.getKey(), facts.digest(), page.getValue(), vectors.embedAll(texts));
        }
    }
}
