package io.millrace.server.request;

import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.topic.Trace;
import java.util.function.Consumer;

/**
 * What is measured and traced of a request from here.
 *
 * @param times of those that somebody waits for
 */
public record RequestWatches(RequestTimes times, RequestSpans spans) {

    /** A listener that notes what it hears of a request that is put now and hands it on. */
    Consumer<Reply> watching(Request request, Consumer<Reply> listener) {
        Consumer<Reply> noting = reply -> {
            spans.take(reply);
            listener.accept(reply);
        };
        return request.getReplyTo() < 0 ? listener : times.watching(request.getPipeline(), noting);
    }

    /** Returns the trace that the request goes on in. */
    Trace begin(Request request, Trace caller) {
        return spans.begin(request, caller);
    }

    void asked(Request request) {
        times.asked(request.getPipeline());
    }

    /** Nobody waits for it any more. */
    void end(String requestId) {
        spans.end(requestId);
    }
}
