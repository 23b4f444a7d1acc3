package io.millrace.engines.simulated;

import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.time.Instant;

/**
 * One call. The replica's thread and whoever cancels meet here; the monitor is held while the listener is told, so that
 * nothing is told after {@link #cancel} has returned.
 */
final class SimulatedCall implements EngineCall {

    private final Job job;
    private final EngineListener listener;
    private final Runnable onFailure;
    private TokenUsage usage;
    private boolean ended;

    /** @param onFailure takes the call out of its replica */
    SimulatedCall(Job job, EngineListener listener, Runnable onFailure) {
        this.job = job;
        this.listener = listener;
        this.onFailure = onFailure;
        this.usage = new TokenUsage(job.prompt().tokens(), 0, 0);
    }

    synchronized void wrote(Written token) {
        if (ended) {
            return;
        }
        usage = new TokenUsage(job.prompt().tokens(), token.cached(), token.written());
        ended = token.written() == job.tokens();
        listener.used(usage);
        listener.text(job.token(token.written() - 1));
        if (ended) {
            listener.end(usage, job.reason());
        }
    }

    @Override
    public void cancel() {
        fail(EngineFailure.CANCELLED, "the call was cancelled", false);
    }

    void endWhenLate(Instant now) {
        if (!now.isBefore(job.deadline())) {
            fail("DEADLINE", "the deadline passed before the answer was whole", false);
        }
    }

    void fail(String code, String message, boolean retryable) {
        onFailure.run();
        synchronized (this) {
            if (!ended) {
                ended = true;
                listener.fail(new EngineFailure(code, message, retryable, usage));
            }
        }
    }

    /** What a sequence has after an iteration that wrote one of its tokens. */
    record Written(SimulatedCall call, int written, int cached) {}

    /** What is to be written. */
    record Job(Prompt prompt, String text, FinishReason reason, Instant deadline) {

        /** The same, cut short where it is longer than a client wants. */
        Job atMost(int maxTokens) {
            long room = (long) maxTokens * Prompt.TOKEN_CHARACTERS;
            return maxTokens < 1 || text.length() <= room
                    ? this
                    : new Job(prompt, text.substring(0, (int) room), FinishReason.LENGTH, deadline);
        }

        int tokens() {
            return Prompt.tokensIn(text);
        }

        String token(int index) {
            int from = index * Prompt.TOKEN_CHARACTERS;
            return text.substring(from, Math.min(text.length(), from + Prompt.TOKEN_CHARACTERS));
        }
    }
}
