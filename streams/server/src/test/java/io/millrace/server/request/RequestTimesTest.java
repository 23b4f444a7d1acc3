package io.millrace.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.metrics.MeterDescription;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.serde.TrustedEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTimesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Reply> heard = new ArrayList<>();
    private long millis = 1_000;
    private final Consumer<Reply> watch = new RequestTimes(
                    meters, () -> TimeUnit.MILLISECONDS.toNanos(millis), Duration.ofSeconds(4))
            .watching("p", heard::add);

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldMeasureTheFirstTextAndTheTimeBetweenTexts() {
        at(1_300, text("answer", 1, 7, 1));
        at(1_340, text("answer", 1, 7, 2));
        at(1_400, text("answer", 1, 7, 3));

        assertTimes(RequestMeters.FIRST_TEXT, 1, 300);
        assertTimes(RequestMeters.BETWEEN_TEXTS, 2, 100);
        assertThat(heard).hasSize(3);
    }

    @Test
    void shouldPassOverTextThatComesAgainOrFromBesideTheAnswer() {
        at(1_300, text("answer", 1, 7, 1));
        at(1_310, text("answer", 1, 7, 1));
        at(1_320, text("aside", 1, 8, 1));
        at(1_330, text("answer", 2, 9, 1));

        assertTimes(RequestMeters.FIRST_TEXT, 1, 300);
        assertTimes(RequestMeters.BETWEEN_TEXTS, 0, 0);
    }

    @Test
    void shouldMeasureTheFirstVerdictOnly() {
        at(1_900, reply(ReplyKind.ITEM).build());
        at(2_500, reply(ReplyKind.ITEM).build());

        assertTimes(RequestMeters.FIRST_VERDICT, 1, 900);
    }

    @ParameterizedTest
    @CsvSource({"COMPLETE,3999,1", "COMPLETE,4000,1", "COMPLETE,4001,0", "PARTIAL,10,0", "FAILED,10,0"})
    void shouldCountAsGoodWhatIsCompleteInTime(ResultStatus status, long took, double good) {
        at(1_000 + took, finished(status));
        at(1_000 + took, finished(status));

        var counter =
                meters.find(RequestMeters.GOOD.name()).tag("pipeline", "p").counter();
        assertThat(counter == null ? 0 : counter.count()).isEqualTo(good);
        assertTimes(RequestMeters.DURATION, 1, took);
        assertThat(meters.find(RequestMeters.DURATION.name())
                        .tag("outcome", status.name())
                        .timer())
                .isNotNull();
    }

    private void at(long time, Reply reply) {
        millis = time;
        watch.accept(reply);
    }

    private void assertTimes(MeterDescription meter, long count, long totalMillis) {
        var timers = meters.find(meter.name()).tag("pipeline", "p").timers();
        assertThat(timers.stream().mapToLong(Timer::count).sum()).isEqualTo(count);
        assertThat(timers.stream()
                        .mapToDouble(timer -> timer.totalTime(TimeUnit.MILLISECONDS))
                        .sum())
                .isEqualTo(totalMillis);
    }

    private static Reply text(String stage, int child, long run, long seq) {
        return reply(ReplyKind.DELTA)
                .setStage(stage)
                .setPath(List.of(new Level(1, child)))
                .setRun(run)
                .setSeq(seq)
                .setText("x")
                .build();
    }

    private static Reply finished(ResultStatus status) {
        var result = Result.newBuilder()
                .setRequestId("r")
                .setPipeline("p")
                .setStatus(status)
                .setUsage(new Usage(0L, 0L, 0L))
                .setStartedAt(1)
                .setAt(2)
                .build();
        return reply(ReplyKind.FINISHED).setResult(result).build();
    }

    private static Reply.Builder reply(ReplyKind kind) {
        return Reply.newBuilder().setRequestId("r").setSequence(0).setKind(kind).setAt(1);
    }
}
