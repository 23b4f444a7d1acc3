package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seeds.class)
final class CallLedgerTest {

    private static final CallKey CALL = key("r", 0);

    private final CallLedger ledger = new CallLedger(3, new AtomicLong()::incrementAndGet);

    @Test
    void shouldBeginCallOnce() {
        assertThat(ledger.begin(CALL)).hasValue(1);
        assertThat(ledger.begin(CALL)).isEmpty();
    }

    @Test
    void shouldDropRepeatOfFinishedCall() {
        ledger.finish(CALL, begin(CALL));

        assertThat(ledger.begin(CALL)).isEmpty();
    }

    @Test
    void shouldBeginAnotherAttempt() {
        begin(CALL);

        assertThat(ledger.begin(new CallKey("r", "/1.0/", "claims", List.of(1, 2))))
                .isPresent();
    }

    @Test
    void shouldBeginAfreshAfterCancel() {
        long run = begin(CALL);

        assertThat(ledger.cancel(CALL, null)).hasValue(run);
        assertThat(ledger.begin(CALL)).isPresent();
    }

    @Test
    void shouldBeginAfreshAfterCancelOfFinishedCall() {
        ledger.finish(CALL, begin(CALL));

        assertThat(ledger.cancel(CALL, null)).isEmpty();
        assertThat(ledger.begin(CALL)).isPresent();
    }

    @Test
    void shouldCancelTheRunThatIsMeantOnly() {
        long run = begin(CALL);

        assertThat(ledger.cancel(CALL, run + 1)).isEmpty();
        assertThat(ledger.begin(CALL)).isEmpty();
        assertThat(ledger.cancel(CALL, run)).hasValue(run);
    }

    @Test
    void shouldNotTakeTheEndOfACancelledRunForThatOfTheNext() {
        long first = begin(CALL);
        ledger.cancel(CALL, null);
        long second = begin(CALL);

        ledger.finish(CALL, first);

        assertThat(ledger.cancel(CALL, second)).hasValue(second);
    }

    @Test
    void shouldCancelAllOfARequest() {
        long first = begin(key("r", 0));
        long second = begin(key("r", 1));
        begin(key("other", 0));
        ledger.finish(key("r", 0), first);

        assertThat(ledger.cancelRequest("r")).containsExactly(second);
        assertThat(ledger.begin(key("r", 0))).isPresent();
        assertThat(ledger.begin(key("other", 0))).isEmpty();
    }

    @Test
    void shouldBeginAfreshWhatWasForgotten() {
        ledger.forget(CALL, begin(CALL));

        assertThat(ledger.begin(CALL)).isPresent();
    }

    @Test
    void shouldForgetTheOldestFinishedCalls() {
        for (int index = 0; index < 10; index++) {
            ledger.finish(key("r", index), begin(key("r", index)));
        }

        assertThat(ledger.size()).isEqualTo(3);
        assertThat(ledger.begin(key("r", 6))).isPresent();
        assertThat(ledger.begin(key("r", 9))).isEmpty();
    }

    @Test
    void shouldAgreeWithNaiveLedgerWhateverHappens(Seed seed) {
        for (int round = 0; round < 200; round++) {
            var random = seed.generator(round);
            var runs = new AtomicLong();
            var tested = new CallLedger(4, runs::incrementAndGet);
            var running = new HashMap<CallKey, Long>();
            var finished = new LinkedHashMap<CallKey, Long>();
            for (int step = 0; step < 80; step++) {
                var key = key("r" + random.nextInt(3), random.nextInt(4));
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        boolean known = running.containsKey(key) || finished.containsKey(key);
                        var run = tested.begin(key);
                        assertThat(run.isPresent()).isEqualTo(!known);
                        run.ifPresent(id -> running.put(key, id));
                    }
                    case 2 -> {
                        var run = running.remove(key);
                        if (run != null) {
                            tested.finish(key, run);
                            finished.put(key, run);
                            if (finished.size() > 4) {
                                finished.remove(finished.keySet().iterator().next());
                            }
                        }
                    }
                    default -> {
                        var expected = new HashSet<Long>();
                        running.entrySet()
                                .removeIf(entry -> entry.getKey().requestId().equals(key.requestId())
                                        && expected.add(entry.getValue()));
                        finished.keySet().removeIf(other -> other.requestId().equals(key.requestId()));
                        assertThat(new HashSet<>(tested.cancelRequest(key.requestId())))
                                .isEqualTo(expected);
                    }
                }
                assertThat(tested.size()).isEqualTo(running.size() + finished.size());
            }
        }
    }

    private long begin(CallKey key) {
        OptionalLong run = ledger.begin(key);
        return run.orElseThrow();
    }

    private static CallKey key(String request, int index) {
        return new CallKey(request, "/1." + index + "/", "claims", List.of(1, 1));
    }
}
