package io.millrace.load.cancel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.load.cancel.CancelFigures.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Asks requests when they are due, whatever has become of those before, and cancels each some time after its calls have
 * begun. For one thread.
 */
final class CancelLoad {

    /** How long a request is left to run, so that cancels come at any point between two commits. */
    static final Duration LEAST_RUN = Duration.ofMillis(200);

    static final Duration MOST_RUN = Duration.ofMillis(1_000);

    /** After a part was cancelled: an abort of the other one would have come by then. */
    static final Duration SETTLE = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final String run;
    private final RestClient client;
    private final List<Trial> trials;
    private final Random random;

    /** @param run name that no other has */
    CancelLoad(String run, RestClient client, List<Trial> trials, long seed) {
        this.run = run;
        this.client = client;
        this.trials = trials;
        this.random = new Random(seed);
    }

    /** Returns when all have ended or were waited for in vain. */
    CancelFigures run(int warmUp, int rate) {
        long interval = TimeUnit.SECONDS.toNanos(1) / rate;
        long start = System.nanoTime();
        var over = IntStream.range(0, trials.size())
                .mapToObj(number -> {
                    sleepUntil(start + number * interval);
                    return begin(trials.get(number));
                })
                .toList();
        var figures = new CancelFigures();
        for (int number = warmUp; number < trials.size(); number++) {
            judge(trials.get(number), over.get(number), figures);
        }
        return figures;
    }

    /**
     * Completes when the request was cancelled, what was meant is aborted, and what was spared was told to end: whether that
     * still ran.
     */
    private CompletableFuture<Boolean> begin(Trial trial) {
        client.ask(CancelPlan.NAME, CancelPlan.question(run, trial.number())).whenComplete((id, failure) -> {
            if (failure == null) {
                trial.id().complete(id);
            } else {
                trial.id().completeExceptionally(failure);
            }
        });
        var left = LEAST_RUN.plusMillis(
                random.nextInt((int) MOST_RUN.minus(LEAST_RUN).toMillis()));
        return trial.begun()
                .thenCompose(begun -> after(left))
                .thenCompose(
                        now -> client.cancel(trial.id().join(), trial.cancel().subtree() ? CancelPlan.SUBTREE : "/"))
                .thenAccept(trial.acknowledged()::complete)
                .thenCompose(
                        now -> all(trial.meant().stream().map(OpenCall::aborted).toList()))
                .thenCompose(now -> after(trial.cancel().subtree() ? SETTLE : Duration.ZERO))
                .thenApply(now -> trial.spared().stream().allMatch(OpenCall::end))
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void judge(Trial trial, CompletableFuture<Boolean> over, CancelFigures figures) {
        try {
            if (!over.join()) {
                figures.fault(Fault.WRONGLY_ABORTED, trial.toString());
            }
        } catch (CompletionException e) {
            figures.fault(Fault.NOT_ABORTED, trial + ": " + e.getCause());
            return;
        }
        var acknowledged = trial.acknowledged().join();
        trial.meant()
                .forEach(call -> figures.aborted(
                        trial.cancel(), acknowledged, call.aborted().join()));
        var end = end(trial);
        if (!isRight(trial, end)) {
            figures.fault(Fault.WRONG_END, trial + ": " + end.path("status") + ' ' + end.path("missing"));
        }
    }

    /** The request once it has ended as it should, or as it stands when it was waited for in vain. */
    private JsonNode end(Trial trial) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode found = MissingNode.getInstance();
        while (!isRight(trial, found) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            found = client.look(trial.id().join())
                    .exceptionally(failure -> MissingNode.getInstance())
                    .join();
        }
        return found;
    }

    private static boolean isRight(Trial trial, JsonNode request) {
        var status = request.path("status").asText();
        return trial.cancel().subtree()
                ? status.equals("PARTIAL") && lacksTheCancelledPart(request)
                : status.equals("CANCELLED");
    }

    private static boolean lacksTheCancelledPart(JsonNode request) {
        var missing = request.path("missing");
        return missing.size() == 1 && missing.get(0).path("code").asText().equals("CANCELLED");
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Long>> some) {
        return CompletableFuture.allOf(some.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> after(Duration time) {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
