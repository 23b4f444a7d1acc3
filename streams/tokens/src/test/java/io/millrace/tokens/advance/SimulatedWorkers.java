package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.Work;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The lanes with their workers. They read uncommitted: work reaches them at once. */
final class SimulatedWorkers {

    private static final int LANES = 3;
    private static final int MOST_AT_ONCE = 12;

    private final Random random;
    private final Chaos chaos;
    private final boolean barriers;
    private final List<SimulatedLane> lanes;
    private final Map<Long, Work> asked = new HashMap<>();

    /** @param barriers whether no call says anything before all calls of earlier stages have ended */
    SimulatedWorkers(Random random, Chaos chaos, boolean barriers, Map<String, RandomTree> trees) {
        this.random = random;
        this.chaos = chaos;
        this.barriers = barriers;
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> new SimulatedLane(lane, random, chaos, trees, asked))
                .toList();
    }

    int anyLane() {
        return random.nextInt(LANES);
    }

    void take(Work work) {
        lanes.get(work.getLane()).take(work);
    }

    boolean isIdle() {
        return lanes.stream().allMatch(SimulatedLane::isIdle);
    }

    /** Some calls go on a little; some workers die or lose their lane. */
    void work(Consumer<Element> log) {
        if (barriers) {
            workInOrder(log);
            return;
        }
        for (var i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
            var lane = lanes.get(anyLane());
            if (random.nextDouble() < chaos.killed()) {
                disturb(lane);
            }
            if (!lane.isIdle()) {
                log.accept(lane.emit());
            }
        }
    }

    private void disturb(SimulatedLane lane) {
        if (random.nextInt(4) == 0) {
            lane.handOver();
        } else {
            lane.kill();
        }
    }

    private void workInOrder(Consumer<Element> log) {
        lanes.stream()
                .filter(lane -> !lane.isIdle())
                .min(Comparator.comparing(SimulatedLane::earliest))
                .ifPresent(lane -> log.accept(lane.emit(lane.earliest())));
    }

    /** What the engines counted for each run that began. */
    Map<Long, Usage> counted() {
        var counted = new HashMap<Long, Usage>();
        lanes.forEach(lane -> counted.putAll(lane.counted));
        return counted;
    }

    /** What each run was asked. */
    Map<Long, Work> asked() {
        return asked;
    }
}
