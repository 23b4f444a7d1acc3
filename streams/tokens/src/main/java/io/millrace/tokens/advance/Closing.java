package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.RequestStatus;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Stage;
import io.millrace.tokens.plan.Template.TemplateException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with its one result and leaves a tombstone until the TTL has passed. */
final class Closing {

    private static final Map<ResultStatus, RequestStatus> STATUS = Map.of(
            ResultStatus.COMPLETE, RequestStatus.COMPLETE,
            ResultStatus.PARTIAL, RequestStatus.PARTIAL,
            ResultStatus.FAILED, RequestStatus.FAILED,
            ResultStatus.CANCELLED, RequestStatus.CANCELLED);

    private final Calls calls;
    private final Duration ttl;
    private final Announcer announcer;
    private final Documents documents;

    Closing(Calls calls, Announcer announcer, Documents documents, Duration ttl) {
        this.calls = calls;
        this.announcer = announcer;
        this.documents = documents;
        this.ttl = ttl;
    }

    /**
     * The sink has its input. A call is open then only where a split gave up on its output before it ended, which is noted as
     * missing, or where a scope closed early; no other request is searched for open calls.
     */
    void close(RequestRun run, Outcome output) {
        var sink = run.plan.sink();
        var answer = documents.bounded(run, output.withText(text(run, sink, output)));
        var status = answer.isDone() || answer.code() == null
                ? run.request().getMissingCount() > 0 ? ResultStatus.PARTIAL : ResultStatus.COMPLETE
                : ResultStatus.FAILED;
        var summary = run.changeSummary(sink);
        summary.setItems(1);
        summary.setEndedAt(run.now);
        if (status != ResultStatus.COMPLETE || run.plan.closesEarly()) {
            calls.cancelAll(run, "the request has ended without it");
        }
        end(run, status, answer);
    }

    /** The caller gave up; what is open is called off. */
    void cancel(RequestRun run, @Nullable String reason) {
        calls.cancelAll(run, "the request was cancelled");
        end(run, ResultStatus.CANCELLED, Outcome.failed("CANCELLED", reason == null ? "cancelled" : reason, 0));
    }

    private void end(RequestRun run, ResultStatus status, Outcome answer) {
        var request = run.change();
        request.setStatus(STATUS.getOrDefault(status, RequestStatus.FAILED));
        request.setEndedAt(run.now);
        request.setErrorCode(answer.code());
        request.setErrorMessage(answer.message());
        var result = Results.of(request, status, run.now);
        result.setText(answer.text());
        result.setJson(answer.json());
        result.setDocument(answer.document());
        run.effects.result(result);
        announcer.finished(run, result);
        calls.affinity().close(run);
        Tenants.closed(run.state, request.getTenant(), run.now);
        bury(run.state, request, ttl);
    }

    /** Only the summary, the question and the outputs stay, to be read until the TTL has passed. */
    static void bury(TokensState state, RequestState request, Duration ttl) {
        var requestId = request.getRequestId();
        state.fragments().deleteAll(Keys.allFragments(requestId));
        state.scopes().deleteAll(Keys.request(requestId));
        state.wakeups().delete(Keys.wakeup(request.getDeadline(), requestId));
        state.wakeups().put(Keys.wakeup(request.getEndedAt() + ttl.toMillis(), requestId), requestId);
    }

    /** Nothing stays of a request whose TTL has passed. */
    void forgetAfterTtl(TokensState state, RequestState ended, long now) {
        if (ended.getEndedAt() + ttl.toMillis() <= now) {
            forget(state, ended.getRequestId());
        }
    }

    private static void forget(TokensState state, String requestId) {
        state.items().deleteAll(Keys.request(requestId));
        state.fragments().deleteAll(Keys.request(requestId));
        state.scopes().deleteAll(Keys.request(requestId));
        state.inputs().delete(requestId);
        state.requests().delete(requestId);
    }

    /** The text that the sink names, else that of its input. None of a document, nor where what it names is not there. */
    private static @Nullable String text(RequestRun run, Stage sink, Outcome answer) {
        var template = sink.work().template();
        if (template == null) {
            return answer.text();
        }
        var values = Values.of(run, sink, ItemPath.ROOT);
        var opaque = template.opaque(values);
        if (opaque.isPresent()) {
            var failure = Outcome.failed("TEMPLATE", opaque.get(), answer.lineage());
            run.missing(sink, ItemPath.ROOT, run.itemOrNew(sink, ItemPath.ROOT), failure);
            return null;
        }
        try {
            return template.render(values);
        } catch (TemplateException e) {
            return null;
        }
    }
}
