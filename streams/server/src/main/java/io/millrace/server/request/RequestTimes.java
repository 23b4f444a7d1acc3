package io.millrace.server.request;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.Paths;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Measures what those who wait for answers wait for. Safe for use by several threads. */
public final class RequestTimes {

    private final MeterRegistry meters;
    private final LongSupplier nanos;
    private final Duration slo;

    /**
     * @param nanos monotonic clock, in nanoseconds
     * @param slo longest time that a good request takes
     */
    public RequestTimes(MeterRegistry meters, LongSupplier nanos, Duration slo) {
        this.meters = meters;
        this.nanos = nanos;
        this.slo = slo;
    }

    void asked(String pipeline) {
        RequestMeters.ASKED.counter(meters, of(pipeline)).increment();
    }

    /** A listener that measures and hands on what it hears of a request that is put now. For one thread at a time. */
    Consumer<Reply> watching(String pipeline, Consumer<Reply> listener) {
        var watch = new Watch(of(pipeline), nanos.getAsLong());
        return reply -> {
            watch.take(reply);
            listener.accept(reply);
        };
    }

    private static Tags of(String pipeline) {
        return Tags.of(RequestMeters.PIPELINE, pipeline);
    }

    /** One request. Replies are read uncommitted and may come again; what was measured once is not measured again. */
    private final class Watch {

        private final Tags tags;
        private final long askedAt;
        private long lastText;
        private long lastSeq;
        private @Nullable Long run;
        private @Nullable String answer;
        private boolean judged;
        private boolean over;

        Watch(Tags tags, long askedAt) {
            this.tags = tags;
            this.askedAt = askedAt;
        }

        void take(Reply reply) {
            if (over) {
                return;
            }
            switch (reply.getKind()) {
                case DELTA -> text(reply);
                case ITEM -> item();
                case FINISHED -> finish(reply.getResult());
                case STARTED, RESET, UNKNOWN -> {}
            }
        }

        /** The answer is the first stage, at its path, that streams text, as it is for clients. */
        private void text(Reply reply) {
            var place = reply.getStage() + Paths.text(reply.getPath());
            var now = nanos.getAsLong();
            if (answer == null) {
                answer = place;
                RequestMeters.FIRST_TEXT.timer(meters, tags).record(now - askedAt, TimeUnit.NANOSECONDS);
            } else if (!answer.equals(place)) {
                return;
            } else if (Objects.equals(run, reply.getRun()) && reply.getSeq() <= lastSeq) {
                return;
            } else {
                RequestMeters.BETWEEN_TEXTS.timer(meters, tags).record(now - lastText, TimeUnit.NANOSECONDS);
            }
            run = reply.getRun();
            lastSeq = reply.getSeq();
            lastText = now;
        }

        private void item() {
            if (!judged) {
                judged = true;
                RequestMeters.FIRST_VERDICT
                        .timer(meters, tags)
                        .record(nanos.getAsLong() - askedAt, TimeUnit.NANOSECONDS);
            }
        }

        private void finish(@Nullable Result result) {
            over = true;
            if (result == null) {
                return;
            }
            var status = result.getStatus();
            var took = nanos.getAsLong() - askedAt;
            RequestMeters.DURATION
                    .timer(meters, tags.and(RequestMeters.OUTCOME, status.name()))
                    .record(took, TimeUnit.NANOSECONDS);
            if (status == ResultStatus.COMPLETE && took <= slo.toNanos()) {
                RequestMeters.GOOD.counter(meters, tags).increment();
            }
        }
    }
}
