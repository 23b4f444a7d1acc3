package io.millrace.engines.index;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2 (quantised), run in process: 384 numbers a sentence, unit length, about 3 ms on one core. The same text
 * always gives the same vector. Safe for use by any number of threads; each call runs on the thread that makes it.
 */
public final class SentenceEmbedder {

    /** Name and version of the vectors; an index built with another one is rebuilt. */
    public static final String MODEL = "all-minilm-l6-v2-q";

    /** Numbers in a vector. */
    public static final int DIMENSIONS = 384;

    private static @Nullable SentenceEmbedder shared;

    private final Model model;

    private SentenceEmbedder(Model model) {
        this.model = model;
    }

    /**
     * The embedder of this process, loaded at the first call (0.6 s, 150 MB). There is one because native libraries load once a
     * process; it lives as long as the process.
     *
     * @param nativesDirectory where native libraries are unpacked; only the first caller's counts
     */
    public static synchronized SentenceEmbedder load(Path nativesDirectory) {
        if (shared == null) {
            NativeLibraries.unpackTo(nativesDirectory);
            shared = new SentenceEmbedder(Model.load());
        }
        return shared;
    }

    /**
     * Embedding of a text; beyond 510 word pieces, the mean of its parts.
     *
     * @throws IllegalArgumentException when the text is blank
     */
    public float[] embed(String text) {
        return model.embed(TextSegment.from(text)).content().vector();
    }

    /** One thread a call: callers bring the parallelism, and sums are always taken in the same order. */
    private static final class Model extends AbstractInProcessEmbeddingModel {

        private final OnnxBertBiEncoder encoder;

        private Model(OnnxBertBiEncoder encoder) {
            super(Runnable::run);
            this.encoder = encoder;
        }

        static Model load() {
            var environment = OrtEnvironment.getEnvironment();
            try (var options = new OrtSession.SessionOptions();
                    var weights = resource(MODEL + ".onnx");
                    var vocabulary = resource(MODEL + "-tokenizer.json")) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                var session = environment.createSession(weights.readAllBytes(), options);
                return new Model(new OnnxBertBiEncoder(environment, session, vocabulary, PoolingMode.MEAN));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the embedding model", e);
            } catch (OrtException e) {
                throw new IllegalStateException("cannot load the embedding model: " + e.getMessage(), e);
            }
        }

        private static InputStream resource(String name) throws IOException {
            var stream = SentenceEmbedder.class.getResourceAsStream("/" + name);
            if (stream == null) {
                throw new IOException(name + " is not on the class path");
            }
            return stream;
        }

        @Override
        protected OnnxBertBiEncoder model() {
            return encoder;
        }

        @Override
        protected Integer knownDimension() {
            return DIMENSIONS;
        }
    }
}
