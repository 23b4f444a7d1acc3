package io.millrace.load.headline.routing;

import io.millrace.engines.worker.CallTimes;
import io.millrace.engines.worker.PrefixCache;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.tokens.PromptBlocks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the worker of a replica knows of its calls and reports, as the shipped one does: it starts as many calls as its engine
 * runs, takes a prompt for read and cached when it starts the call, and for unread until the first token.
 */
final class ReportingWorker {

    private static final double NANOS = 1e9;

    private final String pool;
    private final int lane;
    private final int limit;
    private final PrefixCache prefixes;
    private final CallTimes times = new CallTimes();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Map<RoutedCall, Call> running = new HashMap<>();
    private long queuedTokens;
    private Load report;

    /**
     * @param limit calls at once
     * @param cacheTokens of its engine
     * @param at epoch milliseconds, when it first reports
     */
    ReportingWorker(String pool, int lane, int limit, int cacheTokens, long at) {
        this.pool = pool;
        this.lane = lane;
        this.limit = limit;
        this.prefixes = new PrefixCache(cacheTokens);
        this.report = load(at);
    }

    /** Has it report what it carries now. */
    void report(long at) {
        report = load(at);
    }

    Load lastReport() {
        return report;
    }

    void take(RoutedCall call, List<Long> blocks, double nowSeconds) {
        waiting.add(new Call(call, blocks, 0, call.prompt().tokens()));
        queuedTokens += call.prompt().tokens();
        startWaiting(nowSeconds);
    }

    void answered(RoutedCall call) {
        queuedTokens -= Objects.requireNonNull(running.get(call), "a call that never started was answered").unread;
    }

    void ended(RoutedCall call, double nowSeconds) {
        var ended = Objects.requireNonNull(running.remove(call), "a call that never started has ended");
        times.ended((long) ((nowSeconds - ended.startedSeconds) * NANOS));
        startWaiting(nowSeconds);
    }

    private void startWaiting(double nowSeconds) {
        while (running.size() < limit && !waiting.isEmpty()) {
            var next = waiting.remove();
            int cached = read(next) * PromptBlocks.TOKENS;
            queuedTokens -= cached;
            running.put(next.call, new Call(next.call, next.blocks, nowSeconds, next.unread - cached));
        }
    }

    /** The engine keeps what prompts may share and so does the worker's idea of it. Returns how many blocks were there. */
    private int read(Call call) {
        var prompt = call.call.prompt();
        int kept = Math.min(call.blocks.size(), prompt.blocks().size());
        return prefixes.read(call.blocks.subList(0, kept), prompt.sharedTokens());
    }

    private Load load(long at) {
        return Load.newBuilder()
                .setReplica("replica-" + lane)
                .setPool(pool)
                .setLanes(List.of(lane))
                .setRunning(running.size())
                .setWaiting(waiting.size())
                .setQueuedTokens(queuedTokens)
                .setLimit(limit)
                .setUnread(0)
                .setMeanCallMillis(times.meanMillis())
                .setSketch(prefixes.sketch().bytes())
                .setHeldTokens(prefixes.tokens())
                .setSince(1)
                .setAt(at)
                .build();
    }

    /**
     * A call that it has taken.
     *
     * @param blocks of its prompt, empty where the router does not ask for them
     * @param startedSeconds when it was begun
     * @param unread tokens of its prompt that the engine has to read
     */
    private record Call(RoutedCall call, List<Long> blocks, double startedSeconds, int unread) {}
}
