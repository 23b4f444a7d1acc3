package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code index} does to the index of a platform that may be running. */
class IndexCommandTest {

    private static final String NATIVES = "natives.dir=target/natives\n";

    @TempDir
    private Path directory;

    private Path docs;
    private Path data;

    @BeforeEach
    void writeDocument() throws IOException {
        docs = Files.createDirectory(directory.resolve("docs"));
        data = directory.resolve("data");
        Files.writeString(docs.resolve("a.txt"), "A fact.");
    }

    @Test
    void shouldKeepWhatItHasWhenNothingCanBeRead() throws IOException {
        index(docs);
        var broken = Files.createDirectory(directory.resolve("broken"));
        Files.writeString(broken.resolve("b.pdf"), "not a PDF");

        var refused = index(broken);

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(refused.err())
                .contains("nothing in " + broken + " can be read")
                .contains("left out: b.pdf: ");
        assertThat(index(docs).out()).startsWith("1 passage of 1 file (0 new");
    }

    @Test
    void shouldRefuseADataDirectoryThatIsAFile() throws IOException {
        Files.createFile(data);

        var run = index(docs);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err())
                .contains("the data directory " + data + " cannot be made")
                .contains("--data-dir");
    }

    @Test
    void shouldNotAdviseAnOptionThatItDoesNotHave() throws IOException {
        var run = index(directory.resolve("nowhere"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("no documents at ").doesNotContain("--docs");
    }

    private CommandRun index(Path documents) throws IOException {
        var config = Files.writeString(directory.resolve("p"), NATIVES);
        return CommandRun.of(
                "index", documents.toString(), "--data-dir", data.toString(), "--config", config.toString());
    }
}
