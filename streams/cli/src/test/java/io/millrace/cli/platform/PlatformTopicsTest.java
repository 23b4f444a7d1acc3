package io.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.settings.RawSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformTopicsTest {

    private final RawSettings settings = RawSettings.of(Map.of());

    @Test
    void shouldExpectTheTopicsOfWhatIsSetAside() {
        assertThat(PlatformTopics.catalogue(settings).names())
                .contains("tokens.requests-rejected", "tokens.elements-rejected", "tokens.control-rejected")
                .contains("millrace.tokens.dlq", "millrace.workers.dlq", "millrace.server.dlq");
    }

    @Test
    void shouldExpectRejectedEventsOfTheTokenStreams() {
        assertThat(PlatformTopics.tokens(Pools.of(settings)).names())
                .contains("tokens.requests-rejected", "tokens.elements-rejected", "tokens.control-rejected");
    }
}
