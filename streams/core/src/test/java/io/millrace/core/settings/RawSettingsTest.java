package io.millrace.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawSettingsTest {

    @TempDir
    Path directory;

    @Test
    void shouldLetEnvironmentWinOverFileAndOverridesOverBoth() throws IOException {
        var file = directory.resolve("millrace.properties");
        Files.writeString(file, "a.b=file\nc.d=file\ne.f=file\n");

        var settings = RawSettings.load(
                file, Map.of("MILLRACE_C_D", "environment", "MILLRACE_E_F", "environment"), Map.of("e.f", "override"));

        assertThat(settings.values())
                .containsExactlyInAnyOrderEntriesOf(Map.of("a.b", "file", "c.d", "environment", "e.f", "override"));
    }

    @Test
    void shouldIgnoreTheEnvironmentOfOthers() {
        var settings = RawSettings.load(null, Map.of("PATH", "/bin", "MILLRACE_", "x"), Map.of());

        assertThat(settings.values()).isEmpty();
    }

    @Test
    void shouldNameTheFileThatCannotBeRead() {
        var missing = directory.resolve("missing.properties");

        assertThatThrownBy(() -> RawSettings.load(missing, Map.of(), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("missing.properties");
    }

    @Test
    void shouldStripThePrefix() {
        var settings = RawSettings.of(Map.of("pool.chat.lanes", "4", "pool.", "x", "pools", "chat"));

        assertThat(settings.startingWith("pool.")).containsExactly(Map.entry("chat.lanes", "4"));
    }
}
