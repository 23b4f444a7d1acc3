package io.millrace.server.request;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Trace;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.server.publish.EventEncoder;
import io.millrace.server.publish.EventWriter;
import io.millrace.server.publish.Published;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts requests to pipelines and cancels them. Safe for use by several threads. */
public final class Asking {

    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private final EventEncoder encoder;
    private final EventWriter writer;
    private final ReplyReader replies;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final RequestWatches watches;
    private final Cache<String, Request> recent = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    /** @param ids of requests, no two alike in the whole installation */
    public Asking(
            EventEncoder encoder,
            EventWriter writer,
            ReplyReader replies,
            Clock clock,
            Supplier<UUID> ids,
            RequestWatches watches) {
        this.encoder = encoder;
        this.writer = writer;
        this.replies = replies;
        this.clock = clock;
        this.ids = ids;
        this.watches = watches;
    }

    public String newRequestId() {
        return "req-" + ids.get().toString().replace("-", "");
    }

    /** A request from here, to be completed by the caller. */
    public Request.Builder begin(String requestId, String pipeline) {
        return Request.newBuilder()
                .setRequestId(requestId)
                .setPipeline(pipeline)
                .setReplyTo(replies.partition())
                .setAt(clock.millis());
    }

    /**
     * Publishes the request in the trace of its caller; {@code listener} hears every reply to it, on a thread that must not be blocked, until
     * {@link #forget}. The future fails with a {@link ProblemException}: NOT_READY when replies cannot be heard, else
     * what kept the event from being published.
     */
    public CompletableFuture<Published> ask(Request request, Trace trace, Consumer<Reply> listener) {
        if (!replies.isReading()) {
            return CompletableFuture.failedFuture(Problem.NOT_READY.because("replies cannot be read at the moment"));
        }
        var id = request.getRequestId();
        replies.await(id, watches.watching(request, listener));
        recent.put(id, request);
        return encode(request, watches.begin(request, trace))
                .thenCompose(writer::write)
                .whenComplete((published, failure) -> {
                    if (failure == null) {
                        watches.asked(request);
                    } else {
                        forget(id);
                        recent.invalidate(id);
                    }
                });
    }

    private CompletableFuture<ProducerRecord<String, byte[]>> encode(Request request, Trace trace) {
        try {
            var event = encoder.encode(TokensTopics.REQUESTS, request.getRequestId(), request);
            trace.addTo(event.headers());
            return CompletableFuture.completedFuture(event);
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    public void forget(String requestId) {
        replies.forget(requestId);
        watches.end(requestId);
    }

    /** A request that was published here within the last minute: its state may not be in the store yet. */
    public Optional<Request> recent(String requestId) {
        return Optional.ofNullable(recent.getIfPresent(requestId));
    }

    /**
     * Orders that a request be cancelled; unknown and ended requests are not changed by it.
     *
     * @param path of the item whose descendants are cancelled; empty for the whole request
     */
    public CompletableFuture<Published> cancel(String requestId, List<Level> path, String reason) {
        var control = Control.newBuilder()
                .setRequestId(requestId)
                .setKind(ControlKind.CANCEL)
                .setPath(path)
                .setReason(reason)
                .setAt(clock.millis())
                .build();
        return writer.write(encoder.encode(TokensTopics.CONTROL, requestId, control))
                .whenComplete((published, failure) -> {
                    if (failure != null) {
                        LOG.warn("Cancel could not be published key={}", requestId, failure);
                    }
                });
    }
}
