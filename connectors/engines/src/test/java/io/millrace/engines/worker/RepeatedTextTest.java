package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepeatedTextTest {

    private static final TokenUsage USAGE = new TokenUsage(5, 0, 9);

    private final Heard heard = new Heard();
    private final AtomicInteger cancelled = new AtomicInteger();

    @Test
    void shouldPassOnOnlyWhatFollowsTheTextHoweverItIsCut() {
        var text = "one two three";
        for (int cut = 1; cut <= text.length(); cut++) {
            heard.text.clear();
            var repeated = repeated("one tw");
            for (int from = 0; from < text.length(); from += cut) {
                repeated.text(text.substring(from, Math.min(text.length(), from + cut)));
            }
            repeated.end(USAGE, FinishReason.STOP);

            assertThat(String.join("", heard.text))
                    .as("cut in pieces of %d", cut)
                    .isEqualTo("o three");
            assertThat(heard.text).doesNotContain("");
        }
        assertThat(heard.failure).isNull();
        assertThat(heard.ends).isEqualTo(text.length());
        assertThat(cancelled).hasValue(0);
    }

    @Test
    void shouldStopAnEngineThatWritesSomethingElse() {
        var repeated = repeated("one two");

        repeated.used(USAGE);
        repeated.text("one TWO");
        repeated.text(" three");
        repeated.fail(new EngineFailure(EngineFailure.CANCELLED, "aborted", true, USAGE));

        assertThat(heard.text).isEmpty();
        assertThat(heard.failure).isNotNull();
        assertThat(heard.failure.code()).isEqualTo("DIVERGED");
        assertThat(heard.failure.retryable()).isFalse();
        assertThat(heard.failure.usage()).isEqualTo(USAGE);
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void shouldStopAnEngineThatHasWrittenSomethingElseBeforeItsCallWasKnown() {
        var repeated = new RepeatedText("one", heard);
        repeated.text("two");

        repeated.startedBy(cancelled::incrementAndGet);

        assertThat(cancelled).hasValue(1);
    }

    @Test
    void shouldNotTakeAShorterTextForTheSame() {
        var repeated = repeated("one two");

        repeated.text("one");
        repeated.end(USAGE, FinishReason.STOP);

        assertThat(heard.ends).isZero();
        assertThat(heard.failure).isNotNull();
        assertThat(heard.failure.code()).isEqualTo("DIVERGED");
    }

    private RepeatedText repeated(String sofar) {
        var repeated = new RepeatedText(sofar, heard);
        repeated.startedBy(cancelled::incrementAndGet);
        return repeated;
    }

    private static final class Heard implements EngineListener {

        private final List<String> text = new ArrayList<>();
        private int ends;
        private @Nullable EngineFailure failure;

        @Override
        public void text(String fragment) {
            text.add(fragment);
        }

        @Override
        public void end(TokenUsage usage, FinishReason reason) {
            ends++;
        }

        @Override
        public void fail(EngineFailure why) {
            failure = why;
        }
    }
}
