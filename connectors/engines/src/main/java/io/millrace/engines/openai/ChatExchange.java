package io.millrace.engines.openai;

import io.millrace.engines.http.LimitedBody;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Posts one request, as often as it is tried, and passes on what comes back. */
final class ChatExchange {

    private static final int OK = 200;
    private static final int MAX_EVENT_BYTES = 1024 * 1024;
    private static final int MAX_REFUSAL_BYTES = 64 * 1024;

    private final HttpClient client;
    private final HttpRequest request;

    ChatExchange(HttpClient client, HttpRequest request) {
        this.client = client;
        this.request = request;
    }

    /** Hears one try, from one thread at a time: events while they come, then exactly one of the last three. */
    interface Listener {

        void event(String data);

        /** The stream ended in order. */
        void closed();

        /** The server answered with another status than 200. */
        void refused(int status, HttpHeaders headers, String body);

        /** The connection could not be made, or broke. */
        void failed(Throwable error);
    }

    /** Posts the request. What is returned closes the connection at once when run. */
    Runnable post(Listener listener) {
        var subscriber = new EventSubscriber(listener);
        BodyHandler<String> handler = info -> handle(info, subscriber);
        var exchange = client.sendAsync(request, handler);
        var unused = exchange.whenComplete((response, error) -> {
            if (error != null) {
                listener.failed(error.getCause() == null ? error : error.getCause());
            } else if (response.statusCode() == OK) {
                listener.closed();
            } else {
                listener.refused(response.statusCode(), response.headers(), response.body());
            }
        });
        return () -> {
            subscriber.cancel();
            exchange.cancel(true);
        };
    }

    private static BodySubscriber<String> handle(ResponseInfo info, EventSubscriber subscriber) {
        return info.statusCode() == OK
                ? BodySubscribers.fromSubscriber(subscriber, ignored -> "")
                : BodySubscribers.mapping(LimitedBody.subscriber(MAX_REFUSAL_BYTES), ChatExchange::text);
    }

    private static String text(Optional<byte[]> body) {
        return body.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("more than " + MAX_REFUSAL_BYTES + " bytes");
    }

    /** Feeds the parser; asks for more only when what came has been taken, so a slow reader slows the server. */
    private static final class EventSubscriber implements Flow.Subscriber<List<ByteBuffer>> {

        private final Listener listener;
        private final SseParser parser;
        private volatile Flow.@Nullable Subscription subscription;

        EventSubscriber(Listener listener) {
            this.listener = listener;
            this.parser = new SseParser(MAX_EVENT_BYTES, listener::event);
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            var current = subscription;
            try {
                buffers.forEach(parser::accept);
            } catch (IllegalStateException e) {
                listener.failed(e);
                cancel();
                return;
            }
            if (current != null) {
                current.request(1);
            }
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {
            parser.finish();
        }

        void cancel() {
            var current = subscription;
            if (current != null) {
                current.cancel();
            }
        }
    }
}
