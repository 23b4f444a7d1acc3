package io.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    private static final String WRITE = "-XX:ArchiveClassesAtExit=";
    private static final String READ = "-XX:SharedArchiveFile=";

    @TempDir
    Path directory;

    private Path jar;

    @BeforeEach
    void makeDistribution() throws Exception {
        jar = Files.writeString(directory.resolve("server.jar"), "a jar");
        Files.writeString(Files.createDirectory(directory.resolve("lib")).resolve("library.jar"), "a library");
    }

    @Test
    void shouldBeReadAfterFirstOrderlyEnd() throws Exception {
        // Given
        var first = ClassArchive.of(jar);
        Files.writeString(file(first, WRITE), "classes");
        // When
        first.keep();
        // Then
        assertThat(file(ClassArchive.of(jar), READ)).hasContent("classes");
    }

    @Test
    void shouldForgetWhatKilledProcessWroteInPart() throws Exception {
        // Given
        var killed = ClassArchive.of(jar);
        Files.writeString(file(killed, WRITE), "cla");
        // When
        killed.discard();
        // Then
        assertThat(file(killed, WRITE)).doesNotExist();
    }

    @Test
    void shouldBeWrittenAgainForOtherLibraries() throws Exception {
        // Given
        var first = ClassArchive.of(jar);
        Files.writeString(file(first, WRITE), "classes");
        first.keep();
        // When
        Files.setLastModifiedTime(directory.resolve("lib/library.jar"), FileTime.from(Instant.EPOCH));
        // Then
        var second = ClassArchive.of(jar);
        Files.writeString(file(second, WRITE), "other classes");
        second.keep();
        assertThat(file(second, READ)).hasContent("other classes");
        try (var archives = Files.newDirectoryStream(directory, "classes-*")) {
            assertThat(archives).containsExactly(file(second, READ));
        }
    }

    @Test
    void shouldDeleteTheDraftOfAChildThatOutlivedItsOwner() throws Exception {
        // Given
        var orphan = file(ClassArchive.of(jar), WRITE);
        var first = ClassArchive.of(jar);
        Files.writeString(file(first, WRITE), "classes");
        first.keep();
        Files.writeString(orphan, "as many classes");
        // When
        assertThat(file(ClassArchive.of(jar), READ)).exists();
        // Then
        assertThat(orphan).doesNotExist();
    }

    @Test
    void shouldKeepDraftsOfTwoProcessesApart() {
        assertThat(file(ClassArchive.of(jar), WRITE)).isNotEqualTo(file(ClassArchive.of(jar), WRITE));
    }

    private static Path file(ClassArchive archive, String option) {
        List<String> options = archive.options();
        assertThat(options.get(0)).startsWith(option);
        return Path.of(options.get(0).substring(option.length()));
    }
}
