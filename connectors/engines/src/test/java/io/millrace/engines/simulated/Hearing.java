package io.millrace.engines.simulated;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what an engine says. */
final class Hearing implements EngineListener {

    private final List<String> fragments = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private TokenUsage usage = TokenUsage.NONE;
    private @Nullable EngineFailure failure;

    @Override
    public synchronized void used(TokenUsage sofar) {
        usage = sofar;
    }

    @Override
    public synchronized void text(String fragment) {
        fragments.add(fragment);
    }

    @Override
    public synchronized void end(TokenUsage total, FinishReason reason) {
        usage = total;
        outcomes.add(reason.name());
    }

    @Override
    public synchronized void fail(EngineFailure reason) {
        failure = reason;
        usage = reason.usage();
        outcomes.add(reason.code());
    }

    synchronized String text() {
        return String.join("", fragments);
    }

    synchronized List<String> fragments() {
        return List.copyOf(fragments);
    }

    /** Finish reasons and codes of failures, in the order in which they came: one, if all is well. */
    synchronized List<String> outcomes() {
        return List.copyOf(outcomes);
    }

    synchronized TokenUsage usage() {
        return usage;
    }

    synchronized String message() {
        return failure == null ? "" : failure.message();
    }
}
