package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.Usage;
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
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The two logs that a task reads, the task, and the workers, in one thread and by the will of one random generator:
 * elements arrive in any order and some twice, workers die, transactions abort after workers have acted on their outputs,
 * and the two logs are read anew in another order of each other.
 */
final class LogHarness {

    /** Deadline of all requests, epoch milliseconds. */
    static final long DEADLINE = 61_000;

    private static final long BEGIN = 1_000;
    private static final int LANES = 3;
    private static final ParsedPlans PARSED = new ParsedPlans();
    private static final Map<String, Plan> PLANS = new HashMap<>();

    /** How much goes wrong: rates between 0 and 1. */
    record Chaos(double reordered, double repeated, double killed, double aborted) {
        static final Chaos NONE = new Chaos(0, 0, 0, 0);
    }

    private final Random random;
    private final Chaos chaos;
    private final Map<String, RandomTree> trees = new LinkedHashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<Element> elements = new ArrayList<>();
    private final List<SimulatedLane> lanes;
    private final MemoryState memory = new MemoryState();
    private Advance advance;
    private final Transaction open = new Transaction();
    private long now = BEGIN;

    private int nextRequest;
    private int nextElement;
    private int committedRequest;
    private int committedElement;
    private int readUpTo;

    final Transaction committed = new Transaction();

    LogHarness(Random random, Chaos chaos) {
        this.random = random;
        this.chaos = chaos;
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> new SimulatedLane(lane, random, trees))
                .toList();
        this.advance = start();
        memory.commit();
    }

    void ask(String requestId, RandomTree tree) {
        trees.put(requestId, tree);
        requests.add(Request.newBuilder()
                .setRequestId(requestId)
                .setPipeline(requestId)
                .setInput(tree.question instanceof String text ? text : EngineScript.json(tree.question, ""))
                .setReplyTo(0)
                .setAt(BEGIN)
                .setDeadline(DEADLINE)
                .build());
    }

    /** Until nothing is left to read, to emit or to commit. */
    void run() {
        run(Integer.MAX_VALUE);
    }

    /** The same, but at most so many steps. */
    void run(int steps) {
        for (var left = steps; left > 0 && !isSettled(); left--) {
            if (random.nextBoolean()) {
                work();
            } else {
                transact();
            }
        }
    }

    /** The caller gives up; then all is worked off as in {@link #run}. */
    void cancel(String requestId) {
        do {
            poll(() -> advance.control(new Control(requestId, ControlKind.CANCEL, "enough", now), now));
        } while (!ends());
        run();
    }

    /** What the engines counted for each run that began. */
    Map<Long, Usage> counted() {
        var counted = new HashMap<Long, Usage>();
        lanes.forEach(lane -> counted.putAll(lane.counted));
        return counted;
    }

    /** What each run was asked. */
    Map<Long, Work> asked() {
        var asked = new HashMap<Long, Work>();
        lanes.forEach(lane -> asked.putAll(lane.asked));
        return asked;
    }

    /** Time passes, which the task learns, then all is worked off as in {@link #run}. */
    void pass(long until) {
        now = until;
        do {
            poll(() -> advance.wake(now));
        } while (!ends());
        run();
    }

    /** Entries left when every TTL has passed. */
    int entriesAfterTtl() {
        advance.wake(now + 10_000);
        return memory.size();
    }

    private boolean isSettled() {
        return committedRequest == requests.size()
                && committedElement == elements.size()
                && lanes.stream().allMatch(SimulatedLane::isIdle);
    }

    private void work() {
        for (var i = random.nextInt(12); i >= 0; i--) {
            var lane = lanes.get(random.nextInt(LANES));
            if (random.nextDouble() < chaos.killed()) {
                lane.kill();
            }
            if (!lane.isIdle()) {
                append(lane.emit());
            }
        }
    }

    private void append(Element element) {
        var at = elements.size();
        if (random.nextDouble() < chaos.reordered()) {
            at = Math.max(readUpTo, at - random.nextInt(20));
            while (at < elements.size() && overtakesAStart(element, at)) {
                at++;
            }
        }
        elements.add(at, element);
        if (random.nextDouble() < chaos.repeated()) {
            elements.add(element);
        }
    }

    /** Runs of a call begin one after the other: the log has their STARTs in that order. */
    private boolean overtakesAStart(Element element, int at) {
        return element.getKind() == ElementKind.START
                && elements.subList(at, elements.size()).stream()
                        .anyMatch(later -> later.getKind() == ElementKind.START
                                && later.getStage().equals(element.getStage())
                                && later.getPath().equals(element.getPath()));
    }

    private void transact() {
        for (var i = random.nextInt(20); i >= 0; i--) {
            if (nextRequest < requests.size() && random.nextInt(4) == 0) {
                poll(() -> advance.request(requests.get(nextRequest++), now));
            } else if (nextElement < elements.size()) {
                poll(() -> advance.element(elements.get(nextElement++), now));
            }
        }
        readUpTo = Math.max(readUpTo, nextElement);
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
            memory.abort();
            advance = start();
            open.clear();
            nextRequest = committedRequest;
            nextElement = committedElement;
            return false;
        }
        memory.commit();
        open.moveTo(committed);
        committedRequest = nextRequest;
        committedElement = nextElement;
        return true;
    }

    /** A task begins with what its stores hold. */
    private Advance start() {
        var settings = new AdvanceSettings(
                Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(1), 1_000, 1024 * 1024, 1024 * 1024);
        return new Advance(memory.state, new ToWorkers(), this::plan, PARSED, settings);
    }

    private Plan plan(String pipeline, int version) {
        return PLANS.computeIfAbsent(trees.get(pipeline).plan.yaml(), source -> {
            var plan = PlanParser.parse(source, Set.of("chat"), Set.of("tool"));
            return new Plan("tree", 1, plan.digest(), plan.canonicalJson(), BEGIN);
        });
    }

    /** Workers read uncommitted: work reaches them at once. */
    private final class ToWorkers implements Effects {

        @Override
        public OptionalInt lane(Work call) {
            return OptionalInt.of(random.nextInt(LANES));
        }

        @Override
        public void work(Work work) {
            lanes.get(work.getLane()).take(work);
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
        public void chunk(DocumentChunk chunk) {
            throw new AssertionError("no output of a tree is large, yet there is " + chunk.getDocumentId());
        }
    }
}
