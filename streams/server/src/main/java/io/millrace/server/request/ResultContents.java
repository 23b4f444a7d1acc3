package io.millrace.server.request;

import io.millrace.core.documents.Document;
import io.millrace.core.documents.DocumentReader;
import io.millrace.core.documents.DocumentUnreadableException;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Reads the content of results that are documents, for callers who wait for a whole answer. On threads of its own: neither
 * those of requests nor the one that hears replies may wait for the broker.
 */
public final class ResultContents implements AutoCloseable {

    private static final int THREADS = 4;

    private final DocumentReader reader;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "millrace-contents"));

    public ResultContents(DocumentReader reader) {
        this.reader = reader;
    }

    /**
     * A listener that hands on what it hears; a result that is a document later, from another thread, with its content.
     *
     * @param failed told DOCUMENT_UNREADABLE instead where there is no content
     */
    public Consumer<Reply> before(Consumer<Reply> listener, Consumer<ProblemException> failed) {
        return reply -> {
            var result = reply.getResult();
            if (result == null || result.getDocument() == null) {
                listener.accept(reply);
            } else {
                threads.execute(() -> {
                    try {
                        listener.accept(
                                Reply.newBuilder(reply).setResult(whole(result)).build());
                    } catch (DocumentUnreadableException e) {
                        failed.accept(
                                new ProblemException(Problem.DOCUMENT_UNREADABLE, String.valueOf(e.getMessage()), e));
                    }
                });
            }
        };
    }

    private Result whole(Result result) throws DocumentUnreadableException {
        var document = result.getDocument();
        var content = reader.read(document);
        var whole = Result.newBuilder(result);
        return (Document.isJson(document) ? whole.setJson(content) : whole.setText(content)).build();
    }

    /** Interrupts what is read. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
