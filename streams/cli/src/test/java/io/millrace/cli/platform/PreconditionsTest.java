package io.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {

    @Test
    void shouldBlameAnotherProcessForAPortInUse() {
        assertThat(Preconditions.cannotListen("127.0.0.1", 80, "Address already in use (Bind failed)"))
                .contains("port 80 is taken by another process");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Permission denied", "Cannot assign requested address"})
    void shouldNotBlameAnotherProcessForWhatTheSystemForbids(String reason) {
        assertThat(Preconditions.cannotListen("127.0.0.1", 80, reason))
                .contains("cannot listen on port 80 of 127.0.0.1 (" + reason + ")")
                .doesNotContain("taken");
    }
}
