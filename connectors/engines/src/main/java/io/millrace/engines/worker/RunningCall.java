package io.millrace.engines.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.documents.Document;
import io.millrace.core.documents.Payload;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Element;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a call, from START to its terminal element. Engine threads, the timer and the poll thread meet here: all
 * state is guarded by this object's monitor, which is never held while the engine is called, since an engine may hold its
 * own lock while it tells us of text.
 */
final class RunningCall implements AnswerListener {

    /** Largest fragment, in characters: with four bytes each it stays within 256 KiB. */
    private static final int MAX_FRAGMENT_CHARS = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(RunningCall.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final QueuedCall call;
    private final CallContext context;
    private final Consumer<RunningCall> onEnded;
    private final CallElements elements;
    private final TokenBatcher batcher;

    private @Nullable EngineCall engineCall;
    private @Nullable EngineFailure aborted;
    private @Nullable Runnable afterwards;
    private @Nullable TokenUsage used;
    private boolean terminal;
    private boolean firstText = true;
    private boolean flushScheduled;
    private long startedNanos;

    /** @param onEnded told once, when the terminal element is on the log or the call was dropped before it began */
    RunningCall(QueuedCall call, CallContext context, Consumer<RunningCall> onEnded) {
        this.call = call;
        this.context = context;
        this.onEnded = onEnded;
        this.elements = new CallElements(call, context.settings().replica(), context.clock());
        this.batcher = new TokenBatcher(
                context.settings().flushTokens(), context.settings().flushWait());
    }

    QueuedCall call() {
        return call;
    }

    /** Prompt tokens that the engine has still to read. */
    synchronized long unreadTokens() {
        return firstText ? call.work().getPromptTokens() : 0;
    }

    /** Announces the run and has it done. Called once, on the dispatching thread. */
    void start(Callee callee) {
        synchronized (this) {
            if (aborted != null) {
                terminal = true;
                onEnded.accept(this);
                return;
            }
            startedNanos = context.nanos().getAsLong();
            send(elements.start());
        }
        var deadline = Deadlines.of(call.work().getDeadline());
        if (!context.clock().instant().isBefore(deadline)) {
            fail(failure("DEADLINE", "the deadline had passed before the call was begun", false));
            return;
        }
        input().ifPresent(input -> startWith(callee, input));
    }

    private void startWith(Callee callee, JsonNode input) {
        try {
            started(callee.start(call.key(), call.work(), input, this));
        } catch (RuntimeException e) {
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
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public synchronized void used(TokenUsage sofar) {
        used = sofar;
    }

    @Override
    public synchronized void text(String fragment) {
        if (terminal || aborted != null) {
            return;
        }
        if (firstText) {
            firstText = false;
            context.metrics().firstText(context.nanos().getAsLong() - startedNanos);
        }
        batcher.add(fragment, context.nanos().getAsLong()).ifPresent(this::sendText);
        scheduleFlush();
    }

    @Override
    public synchronized void end(TokenUsage usage) {
        if (!terminal) {
            batcher.flush().ifPresent(this::sendText);
            context.metrics().ended("END", usage);
            sendTerminal(elements.end(usage));
        }
    }

    @Override
    public synchronized void whole(ServiceAnswer answer) {
        if (terminal) {
            return;
        }
        var json = answer.json() == null ? null : answer.json().toString();
        if (!Payload.isTooLarge(answer.text(), json)) {
            context.metrics().ended("END", TokenUsage.NONE);
            sendTerminal(elements.whole(answer.text(), json));
            return;
        }
        var now = context.clock().millis();
        var document = Document.of(call.work().getRequestId(), answer.text(), json, now);
        if (document.ref().getBytes() > context.mostBytes()) {
            fail(failure("ANSWER_TOO_LARGE", "the answer is larger than " + context.mostBytes() + " bytes", false));
            return;
        }
        context.metrics().ended("END", TokenUsage.NONE);
        sendTerminal(document);
    }

    @Override
    public synchronized void fail(EngineFailure failure) {
        if (terminal) {
            return;
        }
        batcher.flush().ifPresent(this::sendText);
        var reason = failure;
        if (aborted != null) {
            reason = new EngineFailure(aborted.code(), aborted.message(), aborted.retryable(), failure.usage());
        }
        context.metrics().ended(reason.code(), reason.usage());
        sendTerminal(elements.error(reason));
    }

    private Optional<JsonNode> input() {
        var text = call.work().getInput();
        if (text == null) {
            return Optional.of(JsonNodeFactory.instance.objectNode());
        }
        try {
            var input = JSON.readTree(text);
            if (input.isObject()) {
                return Optional.of(input);
            }
            fail(failure("INVALID_INPUT", "the input of the call is not a JSON object", false));
        } catch (JsonProcessingException e) {
            fail(failure("INVALID_INPUT", "the input of the call is not JSON: " + e.getOriginalMessage(), false));
        }
        return Optional.empty();
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

    private void scheduleFlush() {
        long wait = batcher.waitNanos(context.nanos().getAsLong());
        if (wait != Long.MAX_VALUE && !flushScheduled) {
            flushScheduled = true;
            var unused = context.timer().schedule(this::flushDue, wait, TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void flushDue() {
        flushScheduled = false;
        if (!terminal) {
            batcher.due(context.nanos().getAsLong()).ifPresent(this::sendText);
            scheduleFlush();
        }
    }

    private void sendText(String text) {
        for (var part : Fragments.split(text, MAX_FRAGMENT_CHARS)) {
            send(elements.fragment(part, used));
        }
    }

    private void send(Element element) {
        context.sink().send(element, call.trace(), () -> {});
    }

    private void sendTerminal(Element element) {
        becomeTerminal();
        sendLast(element);
    }

    /**
     * Sends the element only when all chunks are on the log, so that whoever sees it can read them; from the timer, since
     * acknowledgements come on a thread that must not wait for room to send.
     */
    private void sendTerminal(Document document) {
        becomeTerminal();
        var last = elements.whole(document.ref());
        context.sink().send(document, call.trace(), () -> context.timer().execute(() -> sendLast(last)));
    }

    private void becomeTerminal() {
        terminal = true;
        if (afterwards != null) {
            afterwards.run();
        }
    }

    private void sendLast(Element element) {
        context.sink().send(element, call.trace(), () -> onEnded.accept(this));
    }

    private static EngineFailure failure(String code, String message, boolean retryable) {
        return new EngineFailure(code, message, retryable, TokenUsage.NONE);
    }
}
