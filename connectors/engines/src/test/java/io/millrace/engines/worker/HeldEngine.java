package io.millrace.engines.worker;

import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An engine whose calls say something at most, then nothing until the test ends them or the worker aborts them. */
final class HeldEngine implements Engine {

    private static final TokenUsage USED = new TokenUsage(5, 0, 1);
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<HeldCall> calls = new LinkedBlockingQueue<>();
    private final @Nullable String firstText;
    private volatile @Nullable String restOfLater;

    private HeldEngine(@Nullable String firstText) {
        this.firstText = firstText;
    }

    static HeldEngine silent() {
        return new HeldEngine(null);
    }

    static HeldEngine saying(String firstText) {
        return new HeldEngine(firstText);
    }

    /** The next call that was begun. */
    HeldCall awaitCall() throws InterruptedException {
        var call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call was begun within " + PATIENCE_SECONDS + " s");
        }
        return call;
    }

    /** Calls that begin from now on end at once with this text. */
    void holdNoLonger(String rest) {
        restOfLater = rest;
    }

    @Override
    public EngineCall start(EngineRequest request, EngineListener listener) {
        var call = new HeldCall(listener);
        if (firstText != null) {
            listener.used(USED);
            listener.text(firstText);
        }
        var rest = restOfLater;
        if (rest == null) {
            calls.add(call);
        } else {
            call.end(rest);
        }
        return call;
    }

    @Override
    public void close() {}

    /** A call in progress. */
    static final class HeldCall implements EngineCall {

        private final EngineListener listener;
        private final CompletableFuture<Long> aborted = new CompletableFuture<>();

        private HeldCall(EngineListener listener) {
            this.listener = listener;
        }

        /** The value of {@code System.nanoTime()} at the abort, once there is one. */
        long awaitAborted() throws Exception {
            return aborted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        void end(String text) {
            listener.text(text);
            listener.end(USED);
        }

        @Override
        public void cancel() {
            if (aborted.complete(System.nanoTime())) {
                listener.fail(new EngineFailure(EngineFailure.CANCELLED, "aborted", true, USED));
            }
        }
    }
}
