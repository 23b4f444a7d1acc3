package io.millrace.cli.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.instances.InstanceFiles.Instance;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceFilesTest {

    @TempDir
    private Path dataDir;

    private InstanceFiles files;

    @BeforeEach
    void inAnEmptyDirectory() {
        files = new InstanceFiles(dataDir);
    }

    @Test
    void shouldWantOneInstanceWhereNothingIsSaid() {
        assertThat(files.wanted()).isEqualTo(1);
        assertThat(files.ready()).isEmpty();
    }

    @Test
    void shouldReadWhatWasWritten() {
        var ready = new TreeMap<>(Map.of(
                1, new Instance(4711, URI.create("http://127.0.0.1:8081")),
                2, new Instance(4712, URI.create("http://[::1]:8082"))));
        files.want(3);
        files.ready(ready);

        assertThat(new InstanceFiles(dataDir).wanted()).isEqualTo(3);
        assertThat(new InstanceFiles(dataDir).ready()).isEqualTo(ready);
    }

    @Test
    void shouldForgetBoth() {
        files.want(3);
        files.ready(new TreeMap<>(Map.of(1, new Instance(4711, URI.create("http://127.0.0.1:8081")))));

        files.forget();

        assertThat(files.wanted()).isEqualTo(1);
        assertThat(files.ready()).isEmpty();
    }

    @Test
    void shouldNotFollowWhatMakesNoSense() throws IOException {
        for (var count : Map.of("0", 1, "-3", 1, "many", 1, "1000", Fleet.MOST).entrySet()) {
            Files.createDirectories(dataDir.resolve("run"));
            Files.writeString(dataDir.resolve("run/instances-wanted.properties"), "wanted=" + count.getKey());

            assertThat(files.wanted()).as(count.getKey()).isEqualTo(count.getValue());
        }
        Files.writeString(
                dataDir.resolve("run/instances-ready.properties"),
                "1=nobody\nx=1 http\\://a\n2=5 http\\://127.0.0.1\\:1");

        assertThat(files.ready()).containsOnlyKeys(2);
    }
}
