package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Trace;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads a lane with room for four calls, one of which runs at a time. */
@ExtendWith(Seeds.class)
final class LaneReaderTest {

    private static final int MOST = 4;

    private final List<Work> log = new ArrayList<>();
    private final Lanes lanes = new Lanes(1, new CallLedger(10_000, new AtomicLong()::incrementAndGet));
    private final Set<Long> aborted = new HashSet<>();
    private final List<Work> endedScopes = new ArrayList<>();
    private final LaneReader reader =
            new LaneReader(0, MOST, lanes, (runs, reason) -> aborted.addAll(runs), endedScopes::add);
    private long position;

    @BeforeEach
    void ownLane() {
        lanes.open(0);
    }

    @Test
    void shouldHearCancelBehindMoreCallsThanMayWait() {
        writeCalls(1);
        readAll();
        var running = lanes.take().orElseThrow();
        writeCalls(100);
        log.add(WorkSamples.cancel(running.work(), null));

        readAll();

        assertThat(aborted).containsExactly(running.run());
        assertThat(lanes.waiting()).isEqualTo(MOST);
    }

    @Test
    void shouldHearTheEndOfAScopeOnceThoughCallsBeforeItArePassedOver() {
        writeCalls(10);
        var end = WorkSamples.scopeEnd("scope", 3);
        log.add(end);
        readAll();

        endNext();
        endNext();
        position = reader.takeUp().orElseThrow();
        readAll();

        assertThat(endedScopes).containsExactly(end);
    }

    @Test
    void shouldTakeUpWhatItPassedOverWhenHalfIsLeft() {
        writeCalls(10);
        readAll();
        assertThat(reader.takeUp()).isEmpty();
        assertThat(reader.passedOver()).isEqualTo(10 - MOST);

        endNext();
        assertThat(reader.takeUp()).isEmpty();
        endNext();

        assertThat(reader.takeUp()).isEqualTo(OptionalLong.of(MOST));
        assertThat(reader.passedOver()).isZero();
        assertThat(reader.takeUp()).isEmpty();
    }

    @Test
    void shouldNotReadAgainWhatItHasHeard() {
        writeCalls(10);
        readAll();
        endNext();
        endNext();
        position = reader.takeUp().orElseThrow();

        // two more fit, the next does not
        assertThat(step()).isEqualTo(MOST + 1);
        assertThat(step()).isEqualTo(MOST + 2);
        assertThat(step()).isEqualTo(log.size());
    }

    @Test
    void shouldNotPassTheFirstCallThatWasPassedOver() {
        writeCalls(MOST + 1);
        log.add(WorkSamples.cancel(WorkSamples.call("other", 0), null));
        readAll();

        for (int i = 0; i < MOST; i++) {
            endNext();
        }

        assertThat(lanes.positions()).isEqualTo(Map.of(0, (long) MOST));
    }

    @Test
    void shouldNotBeginACallThatWasCancelledAfterItWasPassedOver() {
        writeCalls(MOST);
        var call = WorkSamples.call("r", 50);
        var ofRequest = WorkSamples.call("gone", 0);
        log.addAll(List.of(call, ofRequest));
        log.add(WorkSamples.cancel(call, null));
        log.add(WorkSamples.cancelRequest(ofRequest));

        assertThat(begunInTheEnd()).containsExactly("r 0", "r 1", "r 2", "r 3");
        assertThat(lanes.positions()).isEqualTo(Map.of(0, (long) log.size()));
    }

    @Test
    void shouldBeginACallThatComesAgainAfterItsCancel() {
        writeCalls(MOST);
        var call = WorkSamples.call("r", 50);
        log.addAll(List.of(call, WorkSamples.cancel(call, null), call));

        assertThat(begunInTheEnd()).containsExactly("r 0", "r 1", "r 2", "r 3", "r 50");
    }

    @Test
    void shouldSetARecordAsideOnceThoughItIsReadTwice() {
        writeCalls(MOST + 1);
        readAll();
        var times = new AtomicLong();

        reader.setAside(MOST + 1, stored -> times.incrementAndGet());
        assertThat(times).hasValue(0);
        endNext();
        endNext();
        position = reader.takeUp().orElseThrow();
        step();
        reader.setAside(MOST + 1, stored -> times.incrementAndGet());

        assertThat(times).hasValue(1);
    }

    /** The naive reader holds any number of calls: at the end it has begun those that are not cancelled later on. */
    @Test
    void shouldBeginWhatANaiveReaderBeginsAndNeverHoldMoreThanItMay(Seed seed) {
        for (int round = 0; round < 300; round++) {
            var random = seed.generator(round);
            var test = new LaneReaderTest();
            test.ownLane();
            test.writeAny(random);

            var begun = test.begunInTheEnd();

            assertThat(begun).as("round " + round).containsExactlyElementsOf(test.naivelyBegun());
            assertThat(test.lanes.positions()).isEqualTo(Map.of(0, (long) test.log.size()));
        }
    }

    private void writeCalls(int count) {
        for (int i = 0; i < count; i++) {
            log.add(WorkSamples.call("r", log.size()));
        }
    }

    private void writeAny(RandomGenerator random) {
        int count = random.nextInt(1, 60);
        for (int i = 0; i < count; i++) {
            var call = WorkSamples.call("r" + random.nextInt(5), random.nextInt(6));
            log.add(
                    switch (random.nextInt(8)) {
                        case 0 -> WorkSamples.cancelRequest(call);
                        case 1, 2 -> WorkSamples.cancel(call, null);
                        default -> call;
                    });
        }
    }

    private List<String> naivelyBegun() {
        var open = new ArrayList<Work>();
        for (var work : log) {
            switch (work.getKind()) {
                case CALL -> {
                    if (open.stream().noneMatch(other -> CallKey.of(other).equals(CallKey.of(work)))) {
                        open.add(work);
                    }
                }
                default ->
                    open.removeIf(other -> work.getStage().isEmpty()
                            ? other.getRequestId().equals(work.getRequestId())
                            : CallKey.of(other).equals(CallKey.of(work)));
            }
        }
        return open.stream().map(LaneReaderTest::name).toList();
    }

    /** Reads to the end, without ending any call. */
    private void readAll() {
        while (position < log.size()) {
            step();
            assertThat(lanes.waiting()).isLessThanOrEqualTo(MOST);
        }
    }

    private long step() {
        position = reader.take(position, log.get((int) position), Trace.NONE);
        return position;
    }

    /** Ends call after call and reads on whenever there is room, until nothing is left. */
    private List<String> begunInTheEnd() {
        var begun = new ArrayList<String>();
        readOn();
        for (var call = lanes.take(); call.isPresent(); call = lanes.take()) {
            begun.add(name(call.get().work()));
            lanes.ended(call.get());
            readOn();
        }
        return begun;
    }

    /** As often as calls that were taken up are cancelled already and leave room for more. */
    private void readOn() {
        readAll();
        for (var from = reader.takeUp(); from.isPresent(); from = reader.takeUp()) {
            position = from.getAsLong();
            readAll();
        }
    }

    private void endNext() {
        lanes.ended(lanes.take().orElseThrow());
    }

    private static String name(Work work) {
        return work.getMessages().get(0).getContent();
    }
}
