package io.millrace.engines.worker;

import io.millrace.core.documents.Document;
import io.millrace.core.documents.Payload;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.topic.Trace;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one run says, as elements in the order in which it was said: text joined to fragments, an answer that is too large
 * for an element as a document. Nothing waits here for the broker but {@link #awaitRoom}: elements go through an
 * {@link Outbox}. Its {@link RunningCall} says nothing after the last element; the timer, which flushes text that waits, is
 * kept apart from it by this object's monitor.
 */
final class CallOutput {

    /** Largest fragment, in characters: with four bytes each it stays within 256 KiB. */
    private static final int MAX_FRAGMENT_CHARS = 64 * 1024;

    private final QueuedCall call;
    private final CallContext context;
    private final Runnable onLogged;
    private final CallElements elements;
    private final TokenBatcher batcher;
    private final Outbox outbox;
    private Trace trace;
    private @Nullable TokenUsage used;
    private boolean flushScheduled;

    /** @param onLogged run once, when the last element is on the log */
    CallOutput(QueuedCall call, CallContext context, Runnable onLogged) {
        this.call = call;
        this.context = context;
        this.onLogged = onLogged;
        this.trace = call.trace();
        this.elements = new CallElements(call, context.settings().replica(), context.clock());
        var settings = context.settings();
        this.batcher =
                new TokenBatcher(FlushRule.of(call.work().getFlush(), settings.flushTokens(), settings.flushWait()));
        this.outbox = new Outbox(context.sender());
    }

    /** Waits until the log has caught up with what was said; no longer after {@link #release}. */
    void awaitRoom() {
        outbox.awaitRoom();
    }

    /** Holds the engine up no more, since its call is about to end. */
    void release() {
        outbox.release();
    }

    /** @param of the run, for all that it says */
    synchronized void start(Trace of) {
        trace = of;
        send(elements.start());
    }

    /** What the next fragments tell of the tokens used so far. */
    synchronized void used(TokenUsage sofar) {
        used = sofar;
    }

    synchronized void text(String fragment) {
        batcher.add(fragment, context.nanos().getAsLong()).ifPresent(this::sendText);
        scheduleFlush();
    }

    /** Last, after the text that waits. */
    synchronized void end(TokenUsage usage, FinishReason reason) {
        batcher.flush().ifPresent(this::sendText);
        sendLast(elements.end(usage, reason));
    }

    /** Last, after the text that waits. */
    synchronized void fail(EngineFailure failure) {
        batcher.flush().ifPresent(this::sendText);
        sendLast(elements.error(failure));
    }

    /** An answer in one piece, as the last element. Says nothing and returns false when it is larger than may be. */
    synchronized boolean whole(ServiceAnswer answer) {
        var json = answer.json() == null ? null : answer.json().toString();
        if (!Payload.isTooLarge(answer.text(), json)) {
            sendLast(elements.whole(answer.text(), json));
            return true;
        }
        var now = context.clock().millis();
        var document = Document.of(call.work().getRequestId(), answer.text(), json, now);
        if (document.ref().getBytes() > context.mostBytes()) {
            return false;
        }
        sendLast(document);
        return true;
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
        batcher.due(context.nanos().getAsLong()).ifPresent(this::sendText);
        scheduleFlush();
    }

    private void sendText(String text) {
        for (var part : Fragments.split(text, MAX_FRAGMENT_CHARS)) {
            send(elements.fragment(part, used));
        }
    }

    private void send(Element element) {
        send(element, () -> {});
    }

    private void sendLast(Element element) {
        send(element, onLogged);
    }

    private void send(Element element, Runnable acknowledged) {
        var sink = context.sink();
        var ofRun = trace;
        outbox.add(() -> sink.offer(element, ofRun, acknowledged), () -> sink.send(element, ofRun, acknowledged));
    }

    /** Sends the element only when all chunks are on the log, so that whoever sees it can read them. */
    private void sendLast(Document document) {
        var last = elements.whole(document.ref());
        var ofRun = trace;
        outbox.addLater(() -> context.sink().send(document, ofRun, () -> sendLast(last)));
    }
}
