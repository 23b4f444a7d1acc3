package io.millrace.tokens.schedule;

import io.millrace.events.tokens.PrefixSketch;
import io.millrace.tokens.schedule.Scheduler.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A pool of four replicas in virtual time: each runs eight calls at once, a call takes 200 ms and half a millisecond for each
 * token of its prompt that the cache of its replica does not hold. Prompts are those of 64 tenants (Zipf 0.9), each with 1,008
 * tokens of its own before 96 that are new; a cache holds a fifth of the tenants. Arrivals are a Poisson process.
 */
final class SimulatedPool {

    static final int REPLICAS = 4;
    static final int PERIOD_MS = 100;

    private static final int LANES = 8;
    private static final int PLACES = 8;
    private static final int TENANTS = 64;
    private static final int OWN_BLOCKS = 63;
    private static final int NEW_BLOCKS = 6;
    private static final int CACHED_BLOCKS = TENANTS / 5 * (OWN_BLOCKS + NEW_BLOCKS);
    private static final int COST = (OWN_BLOCKS + NEW_BLOCKS) * 16;
    private static final long BASE_MS = 200;
    private static final double MS_A_TOKEN = 0.5;

    private final Random random;
    private final int ageMs;
    private final List<Scheduler> routers;
    private final List<Server> servers =
            IntStream.range(0, REPLICAS).mapToObj(Server::new).toList();
    private final PriorityQueue<Long> ends = new PriorityQueue<>();
    private final double[] weights;
    private final List<List<Long>> tenants = IntStream.range(0, TENANTS)
            .mapToObj(tenant -> new Random(tenant).longs(OWN_BLOCKS).boxed().toList())
            .toList();
    private long now = 1_000_000;

    /** Calls of each replica between two reports that a router sees, in the order of time. */
    final List<int[]> sentBetweenReports = new ArrayList<>();

    private long blocks;
    private long matched;
    private double imbalance;
    private int samples;

    /**
     * @param routers tasks that send calls in turn, none of which knows what the others send
     * @param ageMs how old a report is when it is seen; 0: each call sees how it is
     */
    SimulatedPool(String policy, int routers, int ageMs, long seed) {
        this.random = new Random(seed);
        this.ageMs = ageMs;
        this.routers = IntStream.range(0, routers)
                .mapToObj(task -> Policies.scheduler(policy, seed + task, routers, () -> now))
                .toList();
        this.weights = new double[TENANTS];
        for (var i = 0; i < TENANTS; i++) {
            weights[i] = Math.pow(i + 1, -0.9) + (i == 0 ? 0 : weights[i - 1]);
        }
    }

    /** @param perSecond mean calls a second */
    void run(int calls, double perSecond) {
        report();
        var next = (double) now;
        var reportAt = now + PERIOD_MS;
        for (var call = 0; call < calls; call++) {
            next += -Math.log(1 - random.nextDouble()) * 1_000 / perSecond;
            while (reportAt <= next) {
                advance(reportAt);
                report();
                sample();
                reportAt += PERIOD_MS;
            }
            advance((long) next);
            send(routers.get(call % routers.size()));
        }
    }

    /** Share of the blocks of all prompts that were cached where they were read. */
    double hitRate() {
        return matched / (double) blocks;
    }

    /** Calls of the busiest replica over their mean, in the mean over time. */
    double imbalance() {
        return imbalance / samples;
    }

    private void send(Scheduler router) {
        if (ageMs == 0) {
            report();
        }
        var lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> new Lane(lane, servers.get(lane % REPLICAS).seen(now - ageMs)))
                .toList();
        var prompt = prompt();
        var chosen = router.pick(new PromptPrefix(prompt), COST, lanes) % REPLICAS;
        sentBetweenReports.get(sentBetweenReports.size() - 1)[chosen]++;
        servers.get(chosen).waiting.add(prompt);
        servers.get(chosen).start();
    }

    private void report() {
        servers.forEach(Server::report);
        if (ageMs > 0 || sentBetweenReports.isEmpty()) {
            sentBetweenReports.add(new int[REPLICAS]);
        }
    }

    private void advance(long until) {
        while (!ends.isEmpty() && ends.element() <= until) {
            now = ends.remove();
            servers.forEach(Server::end);
        }
        now = until;
    }

    private void sample() {
        var calls = servers.stream().mapToInt(Server::calls).summaryStatistics();
        if (calls.getSum() > 0) {
            imbalance += calls.getMax() / calls.getAverage();
            samples++;
        }
    }

    private List<Long> prompt() {
        var drawn = random.nextDouble() * weights[TENANTS - 1];
        var tenant = 0;
        while (weights[tenant] < drawn) {
            tenant++;
        }
        var prompt = new ArrayList<>(tenants.get(tenant));
        random.longs(NEW_BLOCKS).forEach(prompt::add);
        return prompt;
    }

    private final class Server {

        private final int number;
        private final Deque<List<Long>> waiting = new ArrayDeque<>();
        private final PriorityQueue<Long> running = new PriorityQueue<>();
        private final LinkedHashSet<Long> cache = new LinkedHashSet<>();
        private final Deque<Replica> reports = new ArrayDeque<>();
        private PrefixSketch sketch = PrefixSketch.EMPTY;
        private boolean dirty;

        Server(int number) {
            this.number = number;
        }

        int calls() {
            return waiting.size() + running.size();
        }

        /** The last report that was made by then. */
        Replica seen(long by) {
            var last = reports.element();
            while (!reports.isEmpty() && reports.element().reportedAt() <= by) {
                last = reports.remove();
            }
            reports.addFirst(last);
            return last;
        }

        void report() {
            if (ageMs == 0) {
                reports.clear();
            }
            var tokens = (long) waiting.size() * COST;
            if (dirty) {
                sketch = PrefixSketch.of(cache);
                dirty = false;
            }
            reports.add(new Replica("replica-" + number, 0, calls(), PLACES, tokens, BASE_MS, sketch, now));
        }

        void start() {
            while (!waiting.isEmpty() && running.size() < PLACES) {
                var prompt = waiting.remove();
                var held = (int) prompt.stream().takeWhile(cache::contains).count();
                matched += held;
                blocks += prompt.size();
                dirty = true;
                for (var i = prompt.size() - 1; i >= 0; i--) {
                    cache.remove(prompt.get(i));
                    cache.add(prompt.get(i));
                }
                var oldest = cache.iterator();
                while (cache.size() > CACHED_BLOCKS) {
                    oldest.next();
                    oldest.remove();
                }
                var end = now + BASE_MS + (long) ((prompt.size() - held) * 16 * MS_A_TOKEN);
                running.add(end);
                ends.add(end);
            }
        }

        void end() {
            while (!running.isEmpty() && running.element() <= now) {
                running.remove();
            }
            start();
        }
    }
}
