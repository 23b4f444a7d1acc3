package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.Paths;
import io.millrace.tokens.plan.ParsedPlans;
import io.millrace.tokens.plan.PlanParser;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * A task and four replicas of a service that aggregates: asked for a part of a scope it answers who it is and how many parts
 * of the scope it has seen. Each replica owns two lanes; calls take them in turn. Models write one line after the other. What
 * goes on next is drawn at random, so the calls of many requests mix.
 */
final class AffinityPool implements Effects {

    static final int REPLICAS = 4;

    private static final int LANES = 2 * REPLICAS;
    private static final long NOW = 1_000;
    private static final ParsedPlans PARSED = new ParsedPlans();

    private final Random random;
    private final Plan plan;
    private final MemoryState memory = new MemoryState();
    private final Advance advance;
    private final Map<String, Deque<Element>> running = new LinkedHashMap<>();
    private final Map<String, Work> service = new LinkedHashMap<>();
    private final int[] owners = new int[LANES];
    private boolean disturbed;
    private int turn;

    final List<Result> results = new ArrayList<>();

    final AggregatingReplicas replicas = new AggregatingReplicas(REPLICAS);

    AffinityPool(Random random, String yaml) {
        this.random = random;
        var parsed = PlanParser.parse(yaml, Set.of("chat"), Set.of("tool"));
        this.plan = new Plan(parsed.name(), 1, parsed.digest(), parsed.canonicalJson(), NOW);
        var settings = new AdvanceSettings(
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                1_000,
                10,
                Quotas.NONE,
                1024 * 1024,
                1024 * 1024,
                Prices.NONE);
        this.advance = new Advance(memory.state, this, (pipeline, version) -> plan, PARSED, settings);
        for (var lane = 0; lane < LANES; lane++) {
            owners[lane] = lane % REPLICAS;
        }
    }

    void ask(String requestId) {
        var request = Request.newBuilder()
                .setRequestId(requestId)
                .setPipeline("affinity")
                .setInput("?")
                .setAt(NOW)
                .setDeadline(0)
                .build();
        advance.request(request, NOW);
    }

    /** One step of one call; false when all have ended. */
    boolean step() {
        var calls = running.size() + service.size();
        if (calls == 0) {
            return false;
        }
        if (disturbed && random.nextInt(40) == 0) {
            owners[random.nextInt(LANES)] = random.nextInt(REPLICAS);
        }
        if (disturbed && random.nextInt(60) == 0) {
            replicas.restart(random.nextInt(REPLICAS));
        }
        var drawn = random.nextInt(calls);
        if (drawn < running.size()) {
            write(List.copyOf(running.keySet()).get(drawn));
        } else {
            serve(List.copyOf(service.keySet()).get(drawn - running.size()));
        }
        return true;
    }

    /** From now on lanes go to other replicas, and replicas are killed and begun anew under the same name. */
    void disturb() {
        disturbed = true;
    }

    int entriesAfterTtl() {
        advance.wake(NOW + 10_000);
        return memory.size();
    }

    private void write(String call) {
        var toCome = running.get(call);
        var next = toCome.remove();
        if (toCome.isEmpty()) {
            running.remove(call);
        }
        advance.element(next, NOW);
    }

    /** The owner of the lane does the call; now and then it breaks off and whoever owns the lane then begins again. */
    private void serve(String call) {
        var work = service.get(call);
        var replica = owners[work.getLane()];
        replicas.see(
                replica,
                scope(work),
                work.getPath().get(work.getPath().size() - 1).getIndex());
        var run = random.nextLong();
        var said = element(work, run, 0, ElementKind.START);
        said.setReplica("replica-" + replica);
        advance.element(said, NOW);
        if (random.nextInt(8) == 0) {
            breakOff(call, work, run);
        } else if (service.remove(call, work)) {
            var answer = element(work, run, 1, ElementKind.DATA);
            answer.setComplete(true);
            answer.setText(replicas.answer(replica, scope(work)));
            advance.element(answer, NOW);
        }
    }

    /** Without a word, or saying so, as a worker does that loses its lane: then the call is sent again. */
    private void breakOff(String call, Work work, long run) {
        if (random.nextBoolean() && service.remove(call, work)) {
            var error = element(work, run, 1, ElementKind.ERROR);
            error.setErrorCode("CANCELLED");
            if (disturbed && random.nextBoolean()) {
                replicas.restart(owners[work.getLane()]);
            }
            advance.element(error, NOW);
        }
    }

    private void begin(String call, Work work) {
        if (work.getPool().equals("tool")) {
            service.put(call, work);
            return;
        }
        var toCome = new ArrayDeque<Element>();
        var run = random.nextLong();
        toCome.add(element(work, run, 0, ElementKind.START));
        for (var lines = 2 + random.nextInt(3); lines > 0; lines--) {
            var line = element(work, run, toCome.size(), ElementKind.DATA);
            line.setText((random.nextInt(6) == 0 ? "drop" : "line") + "\n");
            toCome.add(line);
        }
        toCome.add(element(work, run, toCome.size(), ElementKind.END));
        running.put(call, toCome);
    }

    private static Element element(Work work, long run, int seq, ElementKind kind) {
        return Element.newBuilder()
                .setRequestId(work.getRequestId())
                .setStage(work.getStage())
                .setPath(work.getPath())
                .setAttempt(work.getAttempt())
                .setRun(run)
                .setSeq(seq)
                .setKind(kind)
                .setPool(work.getPool())
                .setLane(work.getLane())
                .setAt(1)
                .build();
    }

    /** What the service goes by: what it is told, or else the request and the place. */
    private static String scope(Work work) {
        var path = work.getPath();
        return work.getScope() != null
                ? work.getScope()
                : work.getRequestId() + Paths.text(path.subList(0, path.size() - 1));
    }

    @Override
    public void work(Work work) {
        var call = work.getRequestId() + Paths.text(work.getPath()) + work.getStage();
        switch (work.getKind()) {
            case CALL -> begin(call, work);
            case CANCEL -> cancel(call, work);
            default -> replicas.end(owners[work.getLane()], work.getScope(), work.getCardinality());
        }
    }

    /** One that names a run means one that broke off. */
    private void cancel(String call, Work work) {
        if (work.getRun() == null) {
            running.remove(call);
            service.remove(call);
        }
    }

    @Override
    public boolean readsPrefixes(String pool) {
        return false;
    }

    @Override
    public OptionalInt lane(Work call) {
        turn = (turn + 1) % LANES;
        return OptionalInt.of(turn);
    }

    @Override
    public OptionalLong replicaSince(String replica) {
        return OptionalLong.of(NOW + replicas.incarnation(replica.charAt(replica.length() - 1) - '0'));
    }

    @Override
    public void derived(Element element) {}

    @Override
    public void reply(Reply reply) {}

    @Override
    public void result(Result result) {
        results.add(result);
    }

    @Override
    public void usage(CallUsage usage) {}

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
        throw new AssertionError("no output is large");
    }
}
