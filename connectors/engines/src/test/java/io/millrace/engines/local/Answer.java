package io.millrace.engines.local;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hears a call and keeps what it heard; a second outcome is an error. */
final class Answer implements EngineListener {

    private static final int PATIENCE_SECONDS = 30;

    private final List<String> fragments = new CopyOnWriteArrayList<>();
    private final List<Object> outcomes = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Object> first = new CompletableFuture<>();
    private final Consumer<String> onText;

    Answer() {
        this(fragment -> {});
    }

    /** @param onText called with each fragment, on the engine's thread */
    Answer(Consumer<String> onText) {
        this.onText = onText;
    }

    @Override
    public void text(String fragment) {
        if (!outcomes.isEmpty()) {
            throw new IllegalStateException("text after the outcome: " + fragment);
        }
        fragments.add(fragment);
        onText.accept(fragment);
    }

    @Override
    public void end(TokenUsage usage, FinishReason reason) {
        outcomes.add(usage);
        first.complete(usage);
    }

    @Override
    public void fail(EngineFailure failure) {
        outcomes.add(failure);
        first.complete(failure);
    }

    List<String> fragments() {
        return fragments;
    }

    List<Object> outcomes() {
        return outcomes;
    }

    /** The whole text, once the call has ended well. */
    String text() throws Exception {
        var outcome = first.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (outcome instanceof EngineFailure failure) {
            throw new AssertionError("the call failed: " + failure);
        }
        return String.join("", fragments);
    }

    /** What the call ended with: {@link TokenUsage} or {@link EngineFailure}. */
    Object outcome() throws Exception {
        return first.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    EngineFailure failure() throws Exception {
        return (EngineFailure) first.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    TokenUsage usage() throws Exception {
        return (TokenUsage) first.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
