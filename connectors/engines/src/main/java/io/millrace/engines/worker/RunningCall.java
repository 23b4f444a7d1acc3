package io.millrace.engines.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.engines.worker.CallSpans.CallSpan;
import io.millrace.events.avro.tokens.FinishReason;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one run of a call, from its start over an abort or its deadline to the one outcome it has; what it says goes
 * to its {@link CallOutput}. Engine threads, the timer and the poll thread meet here: all state is guarded by this
 * object's monitor, which is never held while the engine is called, since an engine may hold its own lock while it tells
 * us of text, nor while anyone waits for the broker.
 */
final class RunningCall implements AnswerListener {

    private static final Logger LOG = LoggerFactory.getLogger(RunningCall.class);

    private final QueuedCall call;
    private final CallContext context;
    private final Consumer<RunningCall> onEnded;
    private final CallOutput output;

    private @Nullable EngineCall engineCall;
    private @Nullable EngineFailure aborted;
    private @Nullable Runnable afterwards;
    private boolean terminal;
    private boolean firstText = true;
    private int cachedTokens;
    private @Nullable CallSpan span;
    private long startedNanos;

    /** @param onEnded told once, when the terminal element is on the log or the call was dropped before it began */
    RunningCall(QueuedCall call, CallContext context, Consumer<RunningCall> onEnded) {
        this.call = call;
        this.context = context;
        this.onEnded = onEnded;
        this.output = new CallOutput(call, context, () -> onEnded.accept(this));
    }

    QueuedCall call() {
        return call;
    }

    /** Prompt tokens that the engine has still to read: all that it is not taken to hold, until there is a first text. */
    synchronized long unreadTokens() {
        return firstText ? Math.max(0, call.work().getPromptTokens() - cachedTokens) : 0;
    }

    /** Says how many tokens the prompt begins with that the engine is taken to hold; before the start. */
    synchronized void findsCached(int tokens) {
        cachedTokens = tokens;
    }

    /** Announces the run and has it done. Called once, on the dispatching thread. */
    void start(Callee callee) {
        if (!announce()) {
            onEnded.accept(this);
            return;
        }
        var deadline = Deadlines.of(call.work().getDeadline());
        if (!context.clock().instant().isBefore(deadline)) {
            fail(failure("DEADLINE", "the deadline had passed before the call was begun", false));
            return;
        }
        try {
            startWith(callee, CallInput.of(call.work()));
        } catch (InvalidInputException e) {
            fail(failure("INVALID_INPUT", String.valueOf(e.getMessage()), false));
        }
    }

    /** Returns false when the call was aborted before it began. */
    private synchronized boolean announce() {
        if (aborted != null) {
            terminal = true;
            return false;
        }
        startedNanos = context.nanos().getAsLong();
        context.metrics().started(context.clock().millis() - call.work().getAt());
        var begun = context.spans().start(call);
        span = begun;
        output.start(begun.trace());
        return true;
    }

    private void startWith(Callee callee, JsonNode input) {
        try {
            started(callee.start(call.key(), call.work(), input, this));
        } catch (RuntimeException | LinkageError e) {
            // A bug of an engine must end its call, not leave it hanging with its lane held back for ever.
            LOG.error("engine failed unexpectedly call={}", call.key().text(), e);
            fail(failure(
                    "ENGINE_BUG",
                    "the engine failed unexpectedly: " + e.getClass().getSimpleName(),
                    false));
        }
    }

    /**
     * Aborts the run; it ends with this code, or silently when it has not begun.
     *
     * @param message one sentence for people
     */
    void abort(String code, String message) {
        EngineCall running;
        synchronized (this) {
            if (terminal || aborted != null) {
                return;
            }
            aborted = failure(code, message, !code.equals("DEADLINE"));
            running = engineCall;
        }
        output.release();
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void used(TokenUsage sofar) {
        output.used(sofar);
    }

    @Override
    public void text(String fragment) {
        output.awaitRoom();
        synchronized (this) {
            if (terminal || aborted != null) {
                return;
            }
            if (firstText) {
                firstText = false;
                context.metrics().firstText(context.nanos().getAsLong() - startedNanos);
                span().firstText();
            }
            output.text(fragment);
        }
    }

    @Override
    public synchronized void end(TokenUsage usage, FinishReason reason) {
        if (!terminal) {
            terminate("END", usage);
            output.end(usage, reason);
        }
    }

    @Override
    public synchronized void whole(ServiceAnswer answer) {
        if (terminal) {
            return;
        }
        if (output.whole(answer)) {
            terminate("END", TokenUsage.NONE);
        } else {
            fail(failure("ANSWER_TOO_LARGE", "the answer is larger than " + context.mostBytes() + " bytes", false));
        }
    }

    @Override
    public synchronized void fail(EngineFailure failure) {
        if (terminal) {
            return;
        }
        var reason = failure;
        if (aborted != null) {
            reason = new EngineFailure(aborted.code(), aborted.message(), aborted.retryable(), failure.usage());
        }
        terminate(reason.code(), reason.usage());
        output.fail(reason);
    }

    private void started(EngineCall begun) {
        boolean abortNow;
        synchronized (this) {
            engineCall = begun;
            abortNow = aborted != null;
        }
        if (abortNow) {
            begun.cancel();
        } else if (call.work().getDeadline() > 0) {
            long left = call.work().getDeadline() - context.clock().millis();
            var expire = context.timer()
                    .schedule(
                            () -> abort("DEADLINE", "the deadline passed during the call"),
                            left,
                            TimeUnit.MILLISECONDS);
            onTerminal(() -> expire.cancel(false));
        }
    }

    private synchronized void onTerminal(Runnable action) {
        if (terminal) {
            action.run();
        } else {
            afterwards = action;
        }
    }

    /** @param outcome END or the code of the failure */
    private void terminate(String outcome, TokenUsage usage) {
        terminal = true;
        context.metrics().ended(outcome, usage, context.nanos().getAsLong() - startedNanos);
        span().end(outcome, usage);
        if (afterwards != null) {
            afterwards.run();
        }
    }

    private CallSpan span() {
        return Objects.requireNonNull(span, "what ends or says something has begun");
    }

    private static EngineFailure failure(String code, String message, boolean retryable) {
        return new EngineFailure(code, message, retryable, TokenUsage.NONE);
    }
}
