package io.millrace.load.cancel;

import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import java.util.concurrent.CompletableFuture;

/** A call that goes on until it is told to end or is aborted. Safe for use by several threads. */
final class OpenCall implements EngineCall {

    private static final String TOKEN = "word ";

    private final EngineListener listener;
    private final CompletableFuture<Long> aborted = new CompletableFuture<>();
    private boolean over;
    private int said;

    OpenCall(EngineListener listener) {
        this.listener = listener;
    }

    /** Completes when the engine has stopped because it was told to, with {@link System#nanoTime()}. */
    CompletableFuture<Long> aborted() {
        return aborted;
    }

    /** Writes a token; false when it writes no more. */
    synchronized boolean say() {
        if (!over) {
            said++;
            listener.text(TOKEN);
        }
        return !over;
    }

    /** The answer is whole; false when it was aborted before. */
    synchronized boolean end() {
        if (over) {
            return false;
        }
        over = true;
        listener.end(usage());
        return true;
    }

    @Override
    public void cancel() {
        if (stop()) {
            aborted.complete(System.nanoTime());
            listener.fail(new EngineFailure(EngineFailure.CANCELLED, "the call was cancelled", false, usage()));
        }
    }

    private synchronized boolean stop() {
        boolean first = !over;
        over = true;
        return first;
    }

    private synchronized TokenUsage usage() {
        return new TokenUsage(1, 0, said);
    }
}
