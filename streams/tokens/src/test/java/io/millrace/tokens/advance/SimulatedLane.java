package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lane with its worker by the rules of the protocol: repeats of a call are dropped by identity, a cancel stops a run and
 * forgets the identity, a killed worker begins each call again whose end was not committed, as another run. Calls that the
 * tree has fall silent do not end unless they are cancelled.
 */
final class SimulatedLane {

    /** A call as the worker knows it. */
    private static final class Call {
        final Work work;
        final Deque<Element> toCome = new ArrayDeque<>();

        @Nullable
        Element said;

        long run;

        Call(Work work) {
            this.work = work;
        }

        boolean hasEnded() {
            return said != null
                    && (said.getComplete() || said.getKind() == ElementKind.END || said.getKind() == ElementKind.ERROR);
        }
    }

    private final int lane;
    private final Random random;
    private final Chaos chaos;
    private final Map<String, RandomTree> trees;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Deque<Element> farewells = new ArrayDeque<>();

    /** What the engine counted for each run. */
    final Map<Long, Usage> counted = new HashMap<>();

    /** What each run was asked, of all lanes. */
    private final Map<Long, Work> asked;

    SimulatedLane(int lane, Random random, Chaos chaos, Map<String, RandomTree> trees, Map<Long, Work> asked) {
        this.lane = lane;
        this.random = random;
        this.chaos = chaos;
        this.trees = trees;
        this.asked = asked;
    }

    void take(Work work) {
        if (work.getKind() == WorkKind.SCOPE_END) {
            return;
        }
        var identity = work.getRequestId() + Paths.text(work.getPath()) + work.getStage() + work.getAttempt();
        if (work.getKind() == WorkKind.CANCEL) {
            var call = calls.get(identity);
            if (call != null && (work.getRun() == null || work.getRun() == call.run)) {
                calls.remove(identity);
                takeLeave(call);
            }
        } else if (!calls.containsKey(identity)) {
            var call = new Call(work);
            calls.put(identity, call);
            begin(call);
        }
    }

    /** A call that was begun and is called off says so, with what it used. */
    private void takeLeave(Call call) {
        if (call.said != null && !call.hasEnded()) {
            farewells.add(Element.newBuilder(call.said)
                    .setSeq(call.said.getSeq() + 1)
                    .setKind(ElementKind.ERROR)
                    .setText(null)
                    .setComplete(false)
                    .setErrorCode("CANCELLED")
                    .setUsage(usage(call.said.getSeq() + 1))
                    .build());
        }
    }

    boolean isIdle() {
        return farewells.isEmpty() && busy().findAny().isEmpty();
    }

    /** The next element of some call in progress; the lane must not be idle. */
    Element emit() {
        return emit(Integer.MAX_VALUE);
    }

    /** The same, of a call of a stage that stands no further down than {@code place}. */
    Element emit(int place) {
        var element = next(place);
        counted.put(element.getRun(), element.getUsage());
        return element;
    }

    /** Place of the earliest stage that has a call in progress. */
    int earliest() {
        return busy().mapToInt(SimulatedLane::place).min().orElse(0);
    }

    private Element next(int place) {
        if (!farewells.isEmpty()) {
            return farewells.remove();
        }
        var busy = busy().filter(call -> place(call) <= place).toList();
        var call = busy.get(random.nextInt(busy.size()));
        call.said = call.toCome.remove();
        return call.said;
    }

    private Stream<Call> busy() {
        return calls.values().stream().filter(call -> !call.toCome.isEmpty());
    }

    /** Down to the leaves, then up again. */
    private static int place(Call call) {
        var stage = call.work.getStage();
        var level = stage.charAt(stage.length() - 1) - '0';
        return stage.startsWith("g")
                ? level - RandomPlan.DEEPEST
                : stage.startsWith("a") || stage.startsWith("b") ? RandomPlan.DEEPEST - level : 0;
    }

    /** The worker dies: calls in progress begin again, and some that had ended too (their offset was not committed). */
    void kill() {
        for (var call : calls.values()) {
            if (!call.toCome.isEmpty() || random.nextInt(4) == 0) {
                begin(call);
            }
        }
    }

    /** The lane goes to another worker: the old one stops what it began, says so and forgets it. */
    void handOver() {
        var begun = calls.values().stream()
                .filter(call -> call.said != null && !call.hasEnded())
                .toList();
        calls.values().removeAll(begun);
        begun.forEach(this::takeLeave);
    }

    private void begin(Call call) {
        call.run = random.nextLong();
        call.said = null;
        call.toCome.clear();
        asked.put(call.run, call.work);
        var tree = trees.get(call.work.getRequestId());
        var answer = tree.answer(call.work.getStage(), Paths.text(call.work.getPath()));
        if (answer.isSilent() && answer.lines().isEmpty()) {
            return;
        }
        add(call, ElementKind.START, null);
        var text = rest(tree, call);
        if (random.nextDouble() < chaos.failed()) {
            failForNow(tree, call, text);
            return;
        }
        if (!tree.plan.isOneShot(call.work.getStage())) {
            pieces(text).forEach(piece -> add(call, ElementKind.DATA, piece));
        }
        if (!answer.isWell()) {
            fail(call, answer);
        } else if (tree.plan.isOneShot(call.work.getStage())) {
            add(call, ElementKind.DATA, text);
            call.toCome.peekLast().setComplete(true);
        } else {
            add(call, ElementKind.END, null);
        }
    }

    /** What a run is to write: all of it, or what follows the text that it goes on with. */
    private String rest(RandomTree tree, Call call) {
        var origin = call.run;
        for (var work = call.work; work.getContinues() != null; work = asked.get(origin)) {
            origin = work.getContinues();
        }
        var whole = EngineScript.text(tree, call.work, origin);
        var sofar = Objects.requireNonNullElse(call.work.getSofar(), "");
        assertThat(whole)
                .as("what %s wrote before it ended early", Long.toHexString(origin))
                .startsWith(sofar);
        return whole.substring(sofar.length());
    }

    /** The engine fails somewhere in the text, and would not if it were asked once more. */
    private void failForNow(RandomTree tree, Call call, String text) {
        if (!tree.plan.isOneShot(call.work.getStage())) {
            pieces(text.substring(0, random.nextInt(text.length() + 1)))
                    .forEach(piece -> add(call, ElementKind.DATA, piece));
        }
        add(call, ElementKind.ERROR, null);
        call.toCome.peekLast().setErrorCode("ENGINE_TIMEOUT");
        call.toCome.peekLast().setRetryable(true);
    }

    private void fail(Call call, RandomTree.Answer answer) {
        if (!answer.isSilent()) {
            add(call, ElementKind.ERROR, null);
            call.toCome.peekLast().setErrorCode(answer.failure().code());
            call.toCome.peekLast().setErrorMessage(answer.failure().message());
        }
    }

    private List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        for (var at = 0; at < text.length(); ) {
            var to = Math.min(text.length(), at + 1 + random.nextInt(60));
            pieces.add(text.substring(at, to));
            at = to;
        }
        return pieces;
    }

    private void add(Call call, ElementKind kind, String text) {
        call.toCome.add(Element.newBuilder()
                .setRequestId(call.work.getRequestId())
                .setStage(call.work.getStage())
                .setPath(call.work.getPath())
                .setAttempt(call.work.getAttempt())
                .setRun(call.run)
                .setContinues(kind == ElementKind.START ? call.work.getContinues() : null)
                .setSeq(call.toCome.size())
                .setKind(kind)
                .setText(text)
                .setUsage(usage(call.toCome.size()))
                .setPool(call.work.getPool())
                .setLane(lane)
                .setReplica("replica-" + lane)
                .setAt(1)
                .build());
    }

    /** Running totals: the prompt, and a token for each element after START. */
    private static Usage usage(long seq) {
        return new Usage(1L, 0L, seq);
    }
}
