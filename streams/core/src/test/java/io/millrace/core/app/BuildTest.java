package io.millrace.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildTest {

    @Test
    void shouldKnowTheVersionOfTheProject() {
        assertThat(Build.read().version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    void shouldKnowTheCommitOrSayThatThereIsNone() {
        assertThat(Build.read().commit())
                .satisfiesAnyOf(
                        commit -> assertThat(commit).isEmpty(),
                        commit -> assertThat(commit.orElseThrow()).matches("[0-9a-f]{12}(-dirty)?"));
    }

    @Test
    void shouldShowTheCommitBesideTheVersion() {
        assertThat(new Build("1.2.0", Optional.of("1a2b3c4d5e6f"))).hasToString("1.2.0 (1a2b3c4d5e6f)");
    }

    @Test
    void shouldShowTheVersionAloneWithoutACommit() {
        assertThat(new Build("1.2.0", Optional.empty())).hasToString("1.2.0");
    }
}
