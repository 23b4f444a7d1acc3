package io.millrace.engines.simulated;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands what a replica says to the thread that writes to the client, so that a slow client does not hold up the replica. */
final class ChatEvents implements EngineListener {

    /** How long a writer hears nothing before it is told to see whether its client is still there. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public void text(String fragment) {
        events.add(new Token(fragment));
    }

    @Override
    public void end(TokenUsage usage, FinishReason reason) {
        events.add(new Ended(usage, reason));
    }

    @Override
    public void fail(EngineFailure failure) {
        events.add(new Failed(failure));
    }

    /** Why the replica did not take the call; null when it did. */
    @Nullable
    EngineFailure refusal() {
        return events.peek() instanceof Failed failed ? failed.failure() : null;
    }

    Event next() throws InterruptedException {
        var event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return event == null ? new Silence() : event;
    }

    /** What happens to a call. */
    sealed interface Event {}

    record Token(String text) implements Event {}

    record Ended(TokenUsage usage, FinishReason reason) implements Event {}

    record Failed(EngineFailure failure) implements Event {}

    /** Nothing has happened for a while. */
    record Silence() implements Event {}
}
