package io.millrace.load.hop;

import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The language model of the measurement: calls of task {@link HopPlan#TASK_LINES} stay open and say a line when they are
 * told to; calls of task {@link HopPlan#TASK_ECHO}, one for each line, mark the arrival of their line and end at once.
 */
final class LineEngine implements Engine {

    private final String run;
    private final Marks marks;
    private final Queue<OpenCall> open = new ConcurrentLinkedQueue<>();
    private final ExecutorService answers =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "millrace-bench-answers"));

    /** @param run question of the requests of this measurement; calls of others are ended */
    LineEngine(String run, Marks marks) {
        this.run = run;
        this.marks = marks;
    }

    @Override
    public EngineCall start(EngineRequest request, EngineListener listener) {
        long now = System.nanoTime();
        var call = new OpenCall(listener);
        boolean lines = HopPlan.TASK_LINES.equals(request.parameters().get("task"));
        if (lines && run.equals(request.input().path("question").asText())) {
            open.add(call);
            return call;
        }
        if (!lines) {
            HopPlan.number(run, request.input().path(HopPlan.LINE).asText())
                    .ifPresent(number -> marks.arrived(number, now));
        }
        answers.execute(() -> call.say("ok."));
        answers.execute(call::end);
        return call;
    }

    /** Open calls in the order in which they are to speak. */
    Queue<OpenCall> open() {
        return open;
    }

    @Override
    public void close() {
        answers.shutdownNow();
    }

    /** A call that waits for what it is to say. The listener is called by the one thread that made it speak. */
    static final class OpenCall implements EngineCall {

        private final EngineListener listener;
        private final AtomicBoolean over = new AtomicBoolean();
        private int said;

        private OpenCall(EngineListener listener) {
            this.listener = listener;
        }

        void say(String text) {
            if (!over.get()) {
                said++;
                listener.text(text);
            }
        }

        /** How often it has spoken. */
        int said() {
            return said;
        }

        void end() {
            if (over.compareAndSet(false, true)) {
                listener.end(usage());
            }
        }

        @Override
        public void cancel() {
            if (over.compareAndSet(false, true)) {
                listener.fail(new EngineFailure("CANCELLED", "the call was cancelled", false, usage()));
            }
        }

        private TokenUsage usage() {
            return new TokenUsage(1, 0, said);
        }
    }
}
