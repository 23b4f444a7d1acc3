package io.millrace.engines.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.documents.DocumentReader;
import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.documents.DocumentUnreadableException;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Work;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the documents in the input of a call before another callee begins it. A call that takes none is not touched; the
 * others wait on threads of their own, since the one that starts calls must not be held up.
 */
final class DocumentCallee implements Callee {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentCallee.class);

    private final Callee callee;
    private final DocumentReader reader;
    private final ExecutorService threads;

    /** @param concurrency most calls at once, as the worker keeps to it */
    DocumentCallee(Callee callee, DocumentReader reader, int concurrency, String name) {
        this.callee = callee;
        this.reader = reader;
        this.threads = Executors.newFixedThreadPool(concurrency, Threads.named(name));
    }

    @Override
    public EngineCall start(CallKey key, Work work, JsonNode input, AnswerListener listener) {
        var documents = new InputDocuments(key.requestId(), input);
        if (documents.isEmpty()) {
            return callee.start(key, work, input, listener);
        }
        int most = reader.settings().maxBytes();
        if (documents.bytes() > most) {
            listener.fail(failure(
                    "INPUT_TOO_LARGE",
                    "the documents of the input have " + documents.bytes() + " bytes together, more than the " + most
                            + " of " + DocumentSettings.MAX_BYTES,
                    false));
            return () -> {};
        }
        var call = new ReadingCall(listener, () -> {
            documents.read(reader);
            return () -> callee.start(key, work, documents.fill(input), listener);
        });
        threads.execute(call.task);
        return call;
    }

    @Override
    public void scopeEnded(Work end) {
        callee.scopeEnded(end);
    }

    /** Interrupts what reads. */
    @Override
    public void close() {
        threads.shutdownNow();
        callee.close();
    }

    private static EngineFailure failure(String code, String message, boolean retryable) {
        return new EngineFailure(code, message, retryable, TokenUsage.NONE);
    }

    /** Reads what the call takes; what it returns begins the call. */
    private interface Reading {
        Beginning read() throws DocumentUnreadableException;
    }

    /** Begins the call itself. */
    private interface Beginning {
        EngineCall begin();
    }

    /** A call whose documents are read first. Its monitor is never held while the other callee or the listener is called. */
    private static final class ReadingCall implements EngineCall {

        private final AnswerListener listener;
        private final FutureTask<Boolean> task;
        private boolean cancelled;
        private boolean beginning;
        private @Nullable EngineCall begun;

        ReadingCall(AnswerListener listener, Reading reading) {
            this.listener = listener;
            this.task = new FutureTask<>(() -> run(reading), true);
        }

        @Override
        public void cancel() {
            EngineCall running;
            synchronized (this) {
                if (cancelled) {
                    return;
                }
                cancelled = true;
                running = begun;
                if (beginning && running == null) {
                    // Cancelled by the thread that begins it, as soon as it can be.
                    return;
                }
            }
            if (running != null) {
                running.cancel();
            } else {
                task.cancel(true);
                listener.fail(failure(EngineFailure.CANCELLED, "the call was aborted", true));
            }
        }

        private void run(Reading reading) {
            try {
                var call = reading.read();
                if (mayBegin()) {
                    begun(call.begin());
                }
            } catch (DocumentUnreadableException e) {
                end(failure(DocumentUnreadableException.CODE, String.valueOf(e.getMessage()), true));
            } catch (RuntimeException | LinkageError e) {
                // A bug must end its call, not leave it hanging with its lane held back for ever.
                LOG.error("call with documents failed unexpectedly", e);
                end(failure(
                        "ENGINE_BUG",
                        "the call failed unexpectedly: " + e.getClass().getSimpleName(),
                        false));
            }
        }

        private synchronized boolean mayBegin() {
            beginning = !cancelled;
            return beginning;
        }

        private void begun(EngineCall call) {
            boolean abortNow;
            synchronized (this) {
                begun = call;
                abortNow = cancelled;
            }
            if (abortNow) {
                call.cancel();
            }
        }

        /** A call that was cancelled while it was read has been told of already. */
        private void end(EngineFailure failure) {
            boolean told;
            synchronized (this) {
                told = cancelled && !beginning;
                cancelled = true;
            }
            if (!told) {
                listener.fail(failure);
            }
        }
    }
}
