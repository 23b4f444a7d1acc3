package io.millrace.load.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenCallTest {

    private final List<String> heard = new ArrayList<>();
    private final OpenCall call = new OpenCall(new EngineListener() {
        @Override
        public void text(String fragment) {
            heard.add("text");
        }

        @Override
        public void end(TokenUsage usage, FinishReason reason) {
            heard.add("end " + usage.completionTokens());
        }

        @Override
        public void fail(EngineFailure failure) {
            heard.add(failure.code() + ' ' + failure.usage().completionTokens());
        }
    });

    @Test
    void shouldSayNothingOnceItIsAborted() {
        call.say();
        call.cancel();
        call.cancel();

        assertThat(call.say()).isFalse();
        assertThat(call.end()).isFalse();
        assertThat(call.aborted()).isDone();
        assertThat(heard).containsExactly("text", "CANCELLED 1");
    }

    @Test
    void shouldNotCountAsAbortedOnceItHasEnded() {
        call.say();

        assertThat(call.end()).isTrue();
        call.cancel();

        assertThat(call.aborted()).isNotDone();
        assertThat(heard).containsExactly("text", "end 1");
    }
}
