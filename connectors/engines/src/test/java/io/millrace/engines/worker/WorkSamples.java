package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Message;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.serde.TrustedEvents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work as the topology would send it. */
final class WorkSamples {

    static {
        TrustedEvents.trust();
    }

    private WorkSamples() {}

    static Work call(String requestId, int index) {
        return call("chat", requestId, index);
    }

    /** The call of child {@code index} of the first split. */
    static Work call(String pool, String requestId, int index) {
        return Work.newBuilder()
                .setRequestId(requestId)
                .setTenant("acme")
                .setKind(WorkKind.CALL)
                .setPool(pool)
                .setLane(0)
                .setPipeline("verified-answer")
                .setStage("claims")
                .setPath(List.of(new Level(1, index)))
                .setAttempt(List.of(1, 1))
                .setMessages(List.of(new Message("user", requestId + " " + index)))
                .setInput("{\"index\": " + index + "}")
                .setPromptTokens(10)
                .setAt(1)
                .setDeadline(0)
                .build();
    }

    /** @param run null for every run */
    static Work cancel(Work call, @Nullable Long run) {
        var cancel = call(call.getPool(), call.getRequestId(), 0);
        cancel.setKind(WorkKind.CANCEL);
        cancel.setPath(call.getPath());
        cancel.setRun(run);
        cancel.setReason("the client has gone");
        return cancel;
    }

    static Work scopeEnd(String scope, int cardinality) {
        var end = call("r", 0);
        end.setKind(WorkKind.SCOPE_END);
        end.setPath(List.of());
        end.setScope(scope);
        end.setCardinality(cardinality);
        return end;
    }

    static Work cancelRequest(Work call) {
        var cancel = cancel(call, null);
        cancel.setStage("");
        cancel.setPath(List.of());
        cancel.setAttempt(List.of());
        return cancel;
    }
}
