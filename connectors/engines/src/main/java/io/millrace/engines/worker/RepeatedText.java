package io.millrace.engines.worker;

import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * Hears an engine that cannot go on with a text and so writes all of it anew: what repeats the text so far is swallowed,
 * what follows it is passed on. One that writes something else is stopped, since the two must never be spliced. The engine's
 * thread and whoever cancels meet here.
 */
final class RepeatedText implements EngineListener {

    /** Code of a call whose text could not be repeated. */
    private static final String DIVERGED = "DIVERGED";

    private final String sofar;
    private final EngineListener listener;
    private int repeated;
    private boolean over;
    private TokenUsage used = TokenUsage.NONE;
    private @Nullable EngineCall call;

    RepeatedText(String sofar, EngineListener listener) {
        this.sofar = sofar;
        this.listener = listener;
    }

    /** The call that this hears; one that has diverged meanwhile is cancelled. */
    EngineCall startedBy(EngineCall started) {
        boolean cancelNow;
        synchronized (this) {
            call = started;
            cancelNow = over;
        }
        if (cancelNow) {
            started.cancel();
        }
        return started;
    }

    @Override
    public void used(TokenUsage total) {
        used = total;
        if (!over) {
            listener.used(total);
        }
    }

    @Override
    public void text(String fragment) {
        if (over) {
            return;
        }
        var length = Math.min(fragment.length(), sofar.length() - repeated);
        if (!sofar.startsWith(fragment.substring(0, length), repeated)) {
            diverge(used);
            return;
        }
        repeated += length;
        if (length < fragment.length()) {
            listener.text(fragment.substring(length));
        }
    }

    @Override
    public void end(TokenUsage usage, FinishReason reason) {
        if (over) {
            return;
        }
        if (repeated < sofar.length()) {
            diverge(usage);
        } else {
            listener.end(usage, reason);
        }
    }

    @Override
    public void fail(EngineFailure failure) {
        if (!over) {
            listener.fail(failure);
        }
    }

    private void diverge(TokenUsage usage) {
        EngineCall running;
        synchronized (this) {
            over = true;
            running = call;
        }
        listener.fail(new EngineFailure(
                DIVERGED,
                "asked anew, the engine wrote another text than the one to go on with; retry: restart does not need that",
                false,
                usage));
        if (running != null) {
            running.cancel();
        }
    }
}
