package io.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is gathered of a checkout. */
class DocumentsTest {

    @TempDir
    private Path directory;

    private Path home;
    private Path dataDir;

    @BeforeEach
    void writeCheckout() throws IOException {
        home = directory.resolve("home");
        dataDir = directory.resolve("data");
        write("README.md");
        write("docs/guide.md");
        write("docs/sub/more.md");
    }

    @Test
    void shouldGatherWhatIsWrittenForReaders() throws IOException {
        write("docs/reference/settings.md");
        write("docs/decisions/0001-why.md");

        assertThat(gathered()).containsExactly("README.md", "docs/guide.md", "docs/sub/more.md");
    }

    @Test
    void shouldForgetWhatTheCheckoutNoLongerHas() throws IOException {
        gathered();
        Files.delete(home.resolve("docs/sub/more.md"));

        assertThat(gathered()).containsExactly("README.md", "docs/guide.md");
    }

    private void write(String file) throws IOException {
        var path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "A fact.");
    }

    private List<String> gathered() throws IOException {
        var documents = Documents.directory(null, home, dataDir);
        try (var files = Files.walk(documents)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> documents.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
