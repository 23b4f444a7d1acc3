package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.avro.tokens.Work;
import io.millrace.tokens.plan.ParsedPlans;
import io.millrace.tokens.plan.PlanParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * The two logs that a task reads, the task, and the workers, in one thread and by the will of one random generator:
 * elements arrive in any order and some twice, workers die, transactions abort after workers have acted on their outputs,
 * and the two logs are read anew in another order of each other.
 */
final class LogHarness {

    /** Deadline of all requests, epoch milliseconds. */
    static final long DEADLINE = 61_000;

    /** Of all pools. */
    static final PoolPrice PRICE = new PoolPrice(3, 0.3, 15);

    private static final long BEGIN = 1_000;
    /** Also long after the minute in which tokens of tenants are counted. */
    private static final long LONG_AFTER_TTL = 70_000;

    /** Clients repeat few requests, yet more than elements are repeated. */
    private static final int ONE_REQUEST_IN = 4;

    /** Of more than any harness asks, so that all is counted. */
    private static final Quotas QUOTAS = new Quotas(new Quotas.Quota(100, 0), Map.of());

    private static final ParsedPlans PARSED = new ParsedPlans();
    private static final Map<String, Plan> PLANS = new HashMap<>();

    private final Random random;
    private final Chaos chaos;
    private final Map<String, RandomTree> trees = new LinkedHashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final ElementLog elements;
    private final MemoryState memory = new MemoryState();
    private Advance advance;
    private final Transaction open = new Transaction();
    private long now = BEGIN;
    private int aborts;

    /** Work of all kinds since a part of a request was cancelled. */
    final List<Work> askedSince = new ArrayList<>();

    private int derivedUntil;
    private int nextRequest;
    private int committedRequest;

    final SimulatedWorkers workers;
    final Transaction committed = new Transaction();

    LogHarness(Random random, Chaos chaos) {
        this(random, chaos, false);
    }

    /** One in which nothing goes wrong and no call says anything before all calls of earlier stages have ended. */
    static LogHarness withBarriers(Random random) {
        return new LogHarness(random, Chaos.NONE, true);
    }

    private LogHarness(Random random, Chaos chaos, boolean barriers) {
        this.random = random;
        this.chaos = chaos;
        this.elements = new ElementLog(random, chaos);
        this.workers = new SimulatedWorkers(random, chaos, barriers, trees);
        this.advance = start();
        memory.commit();
    }

    void ask(String requestId, RandomTree tree) {
        trees.put(requestId, tree);
        var request = Request.newBuilder()
                .setRequestId(requestId)
                .setPipeline(requestId)
                .setInput(tree.question instanceof String text ? text : EngineScript.json(tree.question, ""))
                .setReplyTo(0)
                .setAt(BEGIN)
                .setDeadline(DEADLINE)
                .build();
        requests.add(request);
        if (chaos.repeated() > 0 && random.nextInt(ONE_REQUEST_IN) == 0) {
            requests.add(request);
        }
    }

    /** Until nothing is left to read, to emit or to commit. */
    void run() {
        run(Integer.MAX_VALUE);
    }

    /** The same, but at most so many steps. */
    void run(int steps) {
        for (var left = steps; left > 0 && !isSettled(); left--) {
            if (random.nextBoolean()) {
                workers.work(elements::append);
            } else {
                transact();
            }
        }
    }

    /** The caller gives up; then all is worked off as in {@link #run}. */
    void cancel(String requestId) {
        do {
            poll(() -> advance.control(new Control(requestId, ControlKind.CANCEL, List.of(), "enough", now), now));
        } while (!ends());
        run();
    }

    /** The caller wants nothing of a part any more; then all is worked off as in {@link #run}. */
    void cancel(String requestId, List<Level> path) {
        do {
            poll(() -> advance.control(new Control(requestId, ControlKind.CANCEL, path, "enough", now), now));
        } while (!ends());
        askedSince.clear();
        derivedUntil = committed.derived.size();
        run();
    }

    /** What was derived since a part of a request was cancelled. */
    List<Element> derivedSince() {
        return committed.derived.subList(derivedUntil, committed.derived.size());
    }

    /** Time passes, which the task learns, then all is worked off as in {@link #run}. */
    void pass(long until) {
        now = until;
        do {
            poll(() -> advance.wake(now));
        } while (!ends());
        run();
    }

    /** Transactions that aborted so far. */
    int aborts() {
        return aborts;
    }

    /** Entries left when every TTL has passed, and again after the last elements were read once more. */
    int entriesAfterTtl() {
        var later = now + LONG_AFTER_TTL;
        advance.wake(later);
        elements.last().forEach(element -> advance.element(element, later));
        advance.wake(later + LONG_AFTER_TTL);
        return memory.size();
    }

    private boolean isSettled() {
        return committedRequest == requests.size() && elements.isCommitted() && workers.isIdle();
    }

    private void transact() {
        for (var i = random.nextInt(20); i >= 0; i--) {
            if (nextRequest < requests.size() && random.nextInt(4) == 0) {
                poll(() -> advance.request(requests.get(nextRequest++), now));
            } else if (elements.hasNext()) {
                poll(() -> advance.element(elements.next(), now));
            }
        }
        ends();
    }

    /** One event, with all that it leads to. */
    private void poll(Runnable event) {
        open.poll++;
        event.run();
    }

    /** The transaction commits, or aborts, and what was read in it is read anew; true when it commits. */
    private boolean ends() {
        if (random.nextDouble() < chaos.aborted()) {
            aborts++;
            memory.abort();
            advance = start();
            open.clear();
            nextRequest = committedRequest;
            elements.abort();
            return false;
        }
        memory.commit();
        open.moveTo(committed);
        committedRequest = nextRequest;
        elements.commit();
        return true;
    }

    /** A task begins with what its stores hold. */
    private Advance start() {
        var settings = new AdvanceSettings(
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                1_000,
                1_000,
                QUOTAS,
                1024 * 1024,
                1024 * 1024,
                new Prices(Map.of("chat", PRICE, "tool", PRICE)));
        // Little is held now and then, so that what was not written is made again from what was.
        var held = random.nextInt(4) == 0 ? memory.state.held(2_000) : memory.state.held();
        return new Advance(new ToWorkers(), this::plan, PARSED, settings, held);
    }

    private Plan plan(String pipeline, int version) {
        return PLANS.computeIfAbsent(trees.get(pipeline).plan.yaml(), source -> {
            var plan = PlanParser.parse(continuing(source), Set.of("chat"), Set.of("tool"));
            return new Plan("tree", 1, plan.digest(), plan.canonicalJson(), BEGIN);
        });
    }

    /** Half of the plans go on with the texts of runs that end early. */
    private static String continuing(String plan) {
        return plan.hashCode() % 2 == 0
                ? plan
                : plan.replace("op: llm,", "op: llm, retry: continue, parameters: {temperature: 0},");
    }

    private final class ToWorkers implements Effects {

        @Override
        public boolean readsPrefixes(String pool) {
            return false;
        }

        @Override
        public OptionalInt lane(Work call) {
            return OptionalInt.of(workers.anyLane());
        }

        @Override
        public OptionalLong replicaSince(String replica) {
            return OptionalLong.of(BEGIN);
        }

        @Override
        public void work(Work work) {
            askedSince.add(work);
            workers.take(work);
        }

        @Override
        public void derived(Element element) {
            open.add(element);
        }

        @Override
        public void reply(Reply reply) {
            open.replies.add(reply);
        }

        @Override
        public void result(Result result) {
            open.add(result);
        }

        @Override
        public void usage(CallUsage usage) {
            open.add(usage);
        }

        @Override
        public void closed(String pipeline, Duration waited) {}

        @Override
        public List<TenantLoad> tenantElsewhere(String tenant) {
            return List.of();
        }

        @Override
        public void tenant(TenantLoad load) {}

        @Override
        public void tenantGone(String tenant) {}

        @Override
        public void chunk(DocumentChunk chunk) {
            throw new AssertionError("no output of a tree is large, yet there is " + chunk.getDocumentId());
        }
    }
}
