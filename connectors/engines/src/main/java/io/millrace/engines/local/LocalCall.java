package io.millrace.engines.local;

import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: runs on an engine thread, may be cancelled by any other. The lock is held while a fragment is delivered, which is what
 * lets {@link #cancel} promise that none follows; a listener must therefore not wait for a thread that cancels.
 */
final class LocalCall implements EngineCall, Runnable, TaskOutput {

    static final String DEADLINE = "DEADLINE";
    static final String OVERLOADED = "OVERLOADED";
    static final String ENGINE_ERROR = "ENGINE_ERROR";

    private static final Logger LOG = LoggerFactory.getLogger(LocalCall.class);

    private final EngineRequest request;
    private final EngineListener listener;
    private final LocalTasks tasks;
    private final Clock clock;
    private final long promptWords;
    private long writtenWords;
    private boolean ended;

    LocalCall(EngineRequest request, EngineListener listener, LocalTasks tasks, Clock clock) {
        this.request = request;
        this.listener = listener;
        this.tasks = tasks;
        this.clock = clock;
        this.promptWords = Words.in(request.input());
    }

    @Override
    public void run() {
        try {
            checkpoint();
            tasks.run(request, this);
            checkpoint();
            if (end()) {
                listener.end(usage());
            }
        } catch (TaskFailedException e) {
            fail(e.code(), String.valueOf(e.getMessage()), e.retryable());
        } catch (CallEndedException e) {
            LOG.trace("call ended before its answer was whole");
        } catch (RuntimeException | LinkageError e) {
            // The last frame of an engine thread: without an outcome the caller would wait until its deadline.
            LOG.error("local engine failed", e);
            fail(ENGINE_ERROR, "the local engine failed: " + e, false);
        }
    }

    @Override
    public void cancel() {
        fail(EngineFailure.CANCELLED, "the call was cancelled", false);
    }

    void refuse() {
        fail(OVERLOADED, "the local engine has too many calls waiting", true);
    }

    @Override
    public synchronized void write(String fragment) throws CallEndedException {
        checkpoint();
        writtenWords += Words.in(fragment);
        listener.used(usage());
        listener.text(fragment);
    }

    @Override
    public void checkpoint() throws CallEndedException {
        if (!clock.instant().isBefore(request.deadline())) {
            fail(DEADLINE, "the deadline passed before the answer was whole", false);
        }
        if (hasEnded()) {
            throw new CallEndedException();
        }
    }

    private void fail(String code, String message, boolean retryable) {
        if (end()) {
            listener.fail(new EngineFailure(code, message, retryable, usage()));
        }
    }

    /** @return whether this thread is the one to tell the listener */
    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized TokenUsage usage() {
        return new TokenUsage(promptWords, 0, writtenWords);
    }
}
