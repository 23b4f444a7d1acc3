package io.millrace.load.cancel;

import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * The language model of the measurement. It lists the parts of a request at once; a part it writes slowly, or never begins,
 * as the {@link Trial} of the request says, until it is aborted.
 */
final class CancelEngine implements Engine {

    /** Between two tokens. */
    static final Duration PACE = Duration.ofMillis(100);

    private final String run;
    private final IntFunction<Trial> trials;
    private final Queue<OpenCall> writing = new ConcurrentLinkedQueue<>();
    private final ExecutorService lists =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "millrace-bench-lists"));
    private final ScheduledExecutorService pace =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "millrace-bench-pace"));

    /**
     * @param run calls of others are ended
     * @param trials by the number of a request
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    CancelEngine(String run, IntFunction<Trial> trials) {
        this.run = run;
        this.trials = trials;
        pace.scheduleAtFixedRate(this::write, PACE.toNanos(), PACE.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public EngineCall start(EngineRequest request, EngineListener listener) {
        var call = new OpenCall(listener);
        boolean writes = CancelPlan.TASK_WRITE.equals(request.parameters().get(CancelPlan.TASK));
        var part = CancelPlan.part(run, request.input().path("part").asText());
        if (writes && part.isPresent()) {
            begin(call, part.get());
        } else {
            var question = request.input().path("question").asText();
            lists.execute(() -> {
                listener.text(CancelPlan.parts(question));
                call.end();
            });
        }
        return call;
    }

    /** A call counts as open from its first token on, or at once where it is to say none. */
    private void begin(OpenCall call, CancelPlan.Part part) {
        var trial = trials.apply(part.number());
        if (trial.cancel().beforeFirstToken()) {
            trial.opened(part.index(), call);
        } else {
            lists.execute(() -> {
                call.say();
                writing.add(call);
                trial.opened(part.index(), call);
            });
        }
    }

    private void write() {
        writing.removeIf(call -> !call.say());
    }

    @Override
    public void close() {
        pace.shutdownNow();
        lists.shutdownNow();
    }
}
