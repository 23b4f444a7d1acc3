package io.millrace.load.headline.routing;

import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.tokens.schedule.Lanes;
import io.millrace.tokens.schedule.Policies;
import io.millrace.tokens.schedule.PromptPrefix;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Routers as shipped: they go by reports that workers make each {@link #PERIOD_MS} and that they read as often as {@link Lanes}
 * says. Each counts what it sends in between, and knows nothing of the others; a call meets any of them. A worker has one lane.
 */
final class ShippedRouter implements RouterPolicy {

    static final int PERIOD_MS = 100;

    private static final String POOL = "model";

    /** Where virtual time begins, epoch milliseconds: no report is of the time before. */
    private static final long EPOCH = 1_000_000;

    private final List<Lanes> routers;
    private final SplittableRandom random;
    private final List<ReportingWorker> workers;
    private long reportAt = EPOCH + PERIOD_MS;
    private long now = EPOCH;
    private long calls;

    ShippedRouter(String policy, long seed, int routers, int replicas, Batch batch) {
        this.random = new SplittableRandom(seed);
        this.workers = IntStream.range(0, replicas)
                .mapToObj(lane -> new ReportingWorker(POOL, lane, batch.maxSequences(), batch.cacheTokens(), EPOCH))
                .toList();
        this.routers = IntStream.range(0, routers)
                .mapToObj(router -> router(policy, seed + router, routers, replicas))
                .toList();
    }

    private Lanes router(String policy, long seed, int routers, int replicas) {
        var scheduler = Policies.scheduler(policy, seed, routers, () -> now);
        return new Lanes(
                Map.of(POOL, replicas),
                each -> workers.forEach(worker -> each.accept(worker.lastReport())),
                pool -> scheduler);
    }

    @Override
    public int pick(RoutedCall call, List<? extends ReplicaView> replicas, double nowSeconds) {
        advance(nowSeconds);
        calls++;
        var lanes = routers.get(random.nextInt(routers.size()));
        var prefix = lanes.readsPrefixes(POOL)
                ? new PromptPrefix(PromptText.blocks(call.prompt(), calls))
                : PromptPrefix.NONE;
        int lane = lanes.pick(POOL, prefix, call.prompt().tokens(), now).orElseThrow();
        workers.get(lane).take(call, prefix.blocks(), nowSeconds);
        return lane;
    }

    @Override
    public void answered(RoutedCall call, int replica, double nowSeconds) {
        advance(nowSeconds);
        workers.get(replica).answered(call);
    }

    @Override
    public void ended(RoutedCall call, int replica, double nowSeconds) {
        advance(nowSeconds);
        workers.get(replica).ended(call, nowSeconds);
    }

    /** Makes the reports that were due: nothing that they tell of has changed since the last event. */
    private void advance(double nowSeconds) {
        now = EPOCH + (long) (nowSeconds * 1e3);
        if (now >= reportAt) {
            long last = now - (now - reportAt) % PERIOD_MS;
            workers.forEach(worker -> worker.report(last));
            reportAt = last + PERIOD_MS;
        }
    }
}
