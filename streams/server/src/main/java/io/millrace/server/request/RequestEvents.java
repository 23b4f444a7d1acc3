package io.millrace.server.request;

import io.javalin.http.Context;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.queries.ProblemException;
import io.millrace.server.http.GetRoute;
import io.millrace.server.http.OpenResponses;
import io.millrace.server.tail.TailRecord;
import io.millrace.server.tail.TailRoutes;
import io.millrace.server.tail.TailStart;
import io.millrace.server.tail.Tails;
import java.util.List;

/**
 * What happens in one request as server-sent events: its elements, from its workers and derived, then its result. All are
 * read committed: workers write without transactions, so their elements come at once; what the topology derives comes with
 * the commit of its transaction. Nothing that was shown is taken back.
 */
public final class RequestEvents {

    private static final List<String> BEFORE_RESULT =
            List.of(TokensTopics.ELEMENTS.name(), TokensTopics.DERIVED.name());

    private final RequestView view;
    private final Tails tails;
    private final OpenResponses responses;
    private final int bufferBytes;

    /** @param bufferBytes most bytes that wait for one slow client */
    public RequestEvents(RequestView view, Tails tails, OpenResponses responses, int bufferBytes) {
        this.view = view;
        this.tails = tails;
        this.responses = responses;
        this.bufferBytes = bufferBytes;
    }

    void stream(Context context) {
        var id = context.pathParam("id");
        long startedAt = view.startedAt(id);
        var last = context.header("Last-Event-ID");
        TailStart start = last == null || last.isBlank()
                ? new TailStart.Since(startedAt)
                : TailStart.after(last, TokensTopics.ELEMENTS.name());
        if (GetRoute.isHead(context)) {
            TailRoutes.announce(context);
            return;
        }
        var client = TailRoutes.open(context, responses, bufferBytes, event -> id.equals(event.key()));
        client.onLast(RequestEvents::isResult, result -> tails.finish(BEFORE_RESULT, client, result));
        try {
            BEFORE_RESULT.forEach(topic -> tails.follow(topic, start, client));
            tails.follow(TokensTopics.RESULTS.name(), start, client);
        } catch (ProblemException e) {
            client.drop(e.problem().code(), e.detail());
        }
    }

    private static boolean isResult(TailRecord event) {
        return event.partition().topic().equals(TokensTopics.RESULTS.name());
    }
}
