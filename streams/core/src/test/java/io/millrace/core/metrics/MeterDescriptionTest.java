package io.millrace.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.metrics.MeterDescription.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterDescriptionTest {

    private static final MeterDescription CALLS =
            new MeterDescription("millrace.test.calls", Kind.COUNTER, List.of("pool", "outcome"), "Calls.");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldRegisterWhatItDescribes() {
        CALLS.counter(registry, Tags.of("outcome", "END", "pool", "chat")).increment();

        var counter = registry.get("millrace.test.calls").tag("pool", "chat").counter();
        assertThat(counter.count()).isEqualTo(1);
        assertThat(counter.getId().getDescription()).isEqualTo("Calls.");
    }

    @Test
    void shouldRefuseOtherTags() {
        assertThatThrownBy(() -> CALLS.counter(registry, Tags.of("pool", "chat")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("millrace.test.calls");
    }

    @Test
    void shouldRefuseToBeAnotherKind() {
        assertThatThrownBy(() -> CALLS.timer(registry, Tags.of("pool", "chat", "outcome", "END")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("COUNTER");
    }
}
