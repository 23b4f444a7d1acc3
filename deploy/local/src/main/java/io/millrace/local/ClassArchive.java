package io.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The classes of a distribution as a JVM keeps them in memory, in a file beside its jar (JEP 350): a start from it takes
 * half the processor time. The first process that ends in order writes the file, all later ones read it. Other jars or
 * another Java have another file. A JVM that cannot write or read it starts as it would without.
 */
final class ClassArchive {

    private static final String PREFIX = "classes-";

    /** What a JVM says of classes that it cannot keep is of no use to a reader of its log. */
    private static final List<String> SILENT = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    private final Path file;

    /** Written by this process's child alone; a child that is killed leaves none or a part of one. */
    private final Path draft;

    private ClassArchive(Path file) {
        this.file = file;
        this.draft = Path.of(file + "-" + UUID.randomUUID());
    }

    /** The archive of a distribution: a jar and the libraries in the directories beside it. */
    static ClassArchive of(Path jar) {
        var directory = Objects.requireNonNull(jar.toAbsolutePath().getParent(), "a jar lies in a directory");
        try {
            return new ClassArchive(directory.resolve(PREFIX + fingerprint(directory) + ".jsa"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the libraries in " + directory, e);
        }
    }

    /** For a JVM that is about to start: reads the archive, or writes it at its end when there is none yet. */
    List<String> options() {
        var use = Files.isReadable(file) ? "-XX:SharedArchiveFile=" + file : "-XX:ArchiveClassesAtExit=" + draft;
        return List.of(use, SILENT.get(0), SILENT.get(1));
    }

    /**
     * To be called when the JVM has ended in order: what it wrote is the archive from now on, and those of earlier builds
     * are deleted.
     */
    void keep() {
        try {
            if (Files.exists(draft)) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                deleteOthers();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    /** To be called when the JVM was killed. */
    void discard() {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + draft, e);
        }
    }

    /** Also drafts of those that were killed with their owner; who is still writing one loses nothing but the draft. */
    private void deleteOthers() throws IOException {
        try (var others = Files.newDirectoryStream(file.resolveSibling(""), PREFIX + "*")) {
            for (var other : others) {
                if (!other.equals(file)) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    private static String fingerprint(Path directory) throws IOException {
        var sum = new CRC32();
        sum.update((System.getProperty("java.home") + System.getProperty("java.vm.version") + libraries(directory))
                .getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    private static String libraries(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .map(path -> path + " " + path.toFile().length() + " "
                            + path.toFile().lastModified())
                    .collect(Collectors.joining("\n"));
        }
    }
}
