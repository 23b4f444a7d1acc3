package io.millrace.engines.index;

import io.millrace.engines.text.Form;
import java.nio.ByteBuffer;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * How passages lie in Lucene: one document for each sentence, and one for each file with its fingerprint. Vectors are plain doc
 * values, not a graph: the search is exact, and a graph would cost more to build than it saves below about a million sentences.
 */
final class IndexSchema {

    /** Raised when stored fields or the reading of documents change; an index of another format is rebuilt. */
    static final String FORMAT = "2";

    static final String KIND = "kind";
    static final String KIND_FILE = "file";
    static final String FILE = "file";
    static final String FINGERPRINT = "fingerprint";
    static final String ID = "id";
    static final String TITLE = "title";
    static final String SOURCE = "source";
    static final String TEXT = "text";
    static final String FORM = "form";
    static final String ORDINAL = "ordinal";
    static final String CONTENT = "content";
    static final String VECTOR = "vector";

    private IndexSchema() {}

    static Analyzer analyzer() {
        return new EnglishAnalyzer();
    }

    static Document fileDocument(String file, String fingerprint) {
        var document = new Document();
        document.add(new StringField(FILE, file, Store.YES));
        document.add(new StringField(KIND, KIND_FILE, Store.NO));
        document.add(new StoredField(FINGERPRINT, fingerprint));
        return document;
    }

    static Document passageDocument(String file, int ordinal, Passage passage, float[] vector) {
        var document = new Document();
        document.add(new StringField(FILE, file, Store.YES));
        document.add(new StoredField(ORDINAL, ordinal));
        document.add(new StoredField(ID, passage.id()));
        document.add(new StoredField(TITLE, passage.title()));
        document.add(new StoredField(SOURCE, passage.source()));
        document.add(new StoredField(TEXT, passage.text()));
        document.add(new StoredField(FORM, passage.form().name()));
        document.add(new TextField(CONTENT, passage.titled(), Store.NO));
        document.add(new BinaryDocValuesField(VECTOR, encode(vector)));
        return document;
    }

    static Hit hit(Document document, double score) {
        var passage = new Passage(
                document.get(ID),
                document.get(TITLE),
                document.get(SOURCE),
                document.get(TEXT),
                form(document.get(FORM)));
        int ordinal = document.getField(ORDINAL).numericValue().intValue();
        return new Hit(passage, score, document.get(FILE), ordinal);
    }

    /** An index of format 1, which is read until its documents are indexed again, does not tell. */
    private static Form form(@Nullable String name) {
        return name == null ? Form.PROSE : Form.valueOf(name);
    }

    /** Decodes into {@code vector}, so that a scan allocates nothing. */
    static void decode(BytesRef bytes, float[] vector) {
        ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length).asFloatBuffer().get(vector);
    }

    private static BytesRef encode(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return new BytesRef(bytes.array());
    }
}
