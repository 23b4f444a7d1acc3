package io.millrace.load.headline.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.cluster.ClusterOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One that starts needs a broker: the smoke run of the benchmark has it. */
class PlatformProcessTest {

    @TempDir
    private Path directory;

    @Test
    void shouldSayWhereItIsToldWhyThePlatformDidNotStart() {
        var unreadable = new ClusterOptions(null, null, directory, Map.of("some.setting", "1,2"));

        assertThatThrownBy(() -> PlatformProcess.start(unreadable, URI.create("http://127.0.0.1:1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("millrace.out");
        assertThat(directory.resolve("millrace.out"))
                .satisfies(said -> assertThat(Files.readString(said)).contains("--set takes key=value"));
    }
}
