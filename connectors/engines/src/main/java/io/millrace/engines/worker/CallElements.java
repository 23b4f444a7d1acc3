package io.millrace.engines.worker;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.Work;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Makes the elements of one run, numbered from 0 without gaps. Not safe for use by several threads. */
final class CallElements {

    /** Characters of the message of a failure: an engine may say whatever it likes, and a request keeps a hundred. */
    private static final int MOST_MESSAGE = 1_000;

    private final QueuedCall call;
    private final String replica;
    private final Clock clock;
    private long seq;

    CallElements(QueuedCall call, String replica, Clock clock) {
        this.call = call;
        this.replica = replica;
        this.clock = clock;
    }

    Element start() {
        var element = next(ElementKind.START);
        element.setContinues(call.work().getContinues());
        return element;
    }

    /** @param sofar of the whole call, so that it has a bill when nothing comes after this; null when not known */
    Element fragment(String text, @Nullable TokenUsage sofar) {
        var element = next(ElementKind.DATA);
        element.setUsage(sofar == null ? null : usage(sofar));
        element.setText(text);
        return element;
    }

    Element whole(@Nullable String text, @Nullable String json) {
        var element = next(ElementKind.DATA);
        element.setComplete(true);
        element.setText(text);
        element.setJson(json);
        element.setUsage(usage(TokenUsage.NONE));
        return element;
    }

    /** A whole item whose content is too large for an element. */
    Element whole(DocumentRef document) {
        var element = whole(null, null);
        element.setDocument(document);
        return element;
    }

    Element end(TokenUsage usage, FinishReason reason) {
        var element = next(ElementKind.END);
        element.setUsage(usage(usage));
        element.setFinishReason(reason);
        return element;
    }

    Element error(EngineFailure failure) {
        var element = next(ElementKind.ERROR);
        element.setErrorCode(failure.code());
        element.setErrorMessage(Fragments.beginning(failure.message(), MOST_MESSAGE));
        element.setRetryable(failure.retryable());
        element.setUsage(usage(failure.usage()));
        return element;
    }

    private Element next(ElementKind kind) {
        Work work = call.work();
        var element = new Element();
        element.setRequestId(work.getRequestId());
        element.setTenant(work.getTenant());
        element.setStage(work.getStage());
        element.setPath(work.getPath());
        element.setAttempt(work.getAttempt());
        element.setRun(call.run());
        element.setSeq(seq++);
        element.setKind(kind);
        element.setCardinality(-1);
        element.setPool(work.getPool());
        element.setLane(call.lane().number);
        element.setReplica(replica);
        element.setAt(clock.millis());
        element.setDeadline(work.getDeadline());
        return element;
    }

    private static Usage usage(TokenUsage usage) {
        return new Usage(usage.promptTokens(), usage.cachedTokens(), usage.completionTokens());
    }
}
