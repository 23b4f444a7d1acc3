package io.millrace.engines.openai;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what an engine says and counts how often it ends. */
final class RecordingListener implements EngineListener {

    private final List<String> fragments = new ArrayList<>();
    private final CountDownLatch terminal = new CountDownLatch(1);
    private @Nullable TokenUsage usage;
    private @Nullable FinishReason finished;
    private @Nullable EngineFailure failure;
    private int terminals;
    private Runnable delay = () -> {};

    /** What is done before a text is taken. */
    RecordingListener takingItsTime(Runnable what) {
        delay = what;
        return this;
    }

    @Override
    public void text(String fragment) {
        delay.run();
        take(fragment);
    }

    private synchronized void take(String fragment) {
        fragments.add(fragment);
        notifyAll();
    }

    @Override
    public synchronized void end(TokenUsage total, FinishReason why) {
        usage = total;
        finished = why;
        terminals++;
        terminal.countDown();
    }

    @Override
    public synchronized void fail(EngineFailure reason) {
        failure = reason;
        terminals++;
        terminal.countDown();
    }

    RecordingListener awaitTerminal() throws InterruptedException {
        if (!terminal.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the call did not end; it said " + text());
        }
        return this;
    }

    synchronized String text() {
        return String.join("", fragments);
    }

    synchronized List<String> fragments() {
        return List.copyOf(fragments);
    }

    synchronized int terminals() {
        return terminals;
    }

    synchronized TokenUsage usage() {
        if (usage == null) {
            throw new AssertionError("the call did not end well: " + failure);
        }
        return usage;
    }

    /** Null where the call did not end well. */
    synchronized @Nullable FinishReason finished() {
        return finished;
    }

    synchronized EngineFailure failure() {
        if (failure == null) {
            throw new AssertionError("the call did not fail");
        }
        return failure;
    }
}
