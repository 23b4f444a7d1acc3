package io.millrace.engines.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Embeds many texts on as many threads as there are cores, for as long as it is open. */
public final class ParallelEmbedder implements AutoCloseable {

    private final SentenceEmbedder embedder;
    private final ExecutorService threads;

    public ParallelEmbedder(SentenceEmbedder embedder) {
        this.embedder = embedder;
        this.threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            var thread = new Thread(task, "embedder");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Vectors of the texts, in their order.
     *
     * @throws InterruptedException when the caller is to stop; no vector is left computing
     */
    public List<float[]> embedAll(List<String> texts) throws InterruptedException {
        var tasks = new ArrayList<Callable<float[]>>(texts.size());
        texts.forEach(text -> tasks.add(() -> embedder.embed(text)));
        var vectors = new ArrayList<float[]>(texts.size());
        for (var vector : threads.invokeAll(tasks)) {
            try {
                vectors.add(vector.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("the embedding model failed: " + e.getMessage(), e);
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
