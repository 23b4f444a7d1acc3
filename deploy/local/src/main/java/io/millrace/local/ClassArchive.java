package io.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a distribution as a JVM keeps them in memory, in a file beside its jar (JEP 350): a start from it takes
 * half the processor time. The first process that ends in order writes the file, all later ones read it. Other jars or
 * another Java have another file. A JVM that cannot write or read it starts as it would without.
 */
final class ClassArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    private static final String PREFIX = "classes-";

    private final Path file;

    /** Written by this process's child alone; a child that is killed leaves none or a part of one. */
    private final Path draft;

    private ClassArchive(Path file) {
        this.file = file;
        this.draft = Path.of(file + "-" + UUID.randomUUID());
    }

    /** The archive of a distribution: a jar and the libraries in {@code lib} beside it. */
    static ClassArchive of(Path jar) {
        var absolute = jar.toAbsolutePath();
        try {
            return new ClassArchive(absolute.resolveSibling(PREFIX + fingerprint(absolute) + ".jsa"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the libraries beside " + jar, e);
        }
    }

    /** For a JVM that is about to start: reads the archive, or writes it at its end when there is none yet. */
    List<String> options() {
        var there = Files.isReadable(file);
        if (there) {
            // Those that were killed with their owner left their drafts.
            deleteOthers(file.getFileName() + "-*");
        }
        var use = there ? "-XX:SharedArchiveFile=" + file : "-XX:ArchiveClassesAtExit=" + draft;
        // What a JVM says of classes that it cannot keep is of no use to a reader of its log.
        return List.of(use, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    /**
     * To be called when the JVM has ended in order: what it wrote is the archive from now on, and those of earlier builds
     * are deleted.
     */
    void keep() {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            deleteOthers(PREFIX + "*");
        } catch (NoSuchFileException e) {
            LOG.debug("No classes were written, or another process was first: {}", draft);
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

    /** Who is still writing one of them loses nothing but the draft. */
    private void deleteOthers(String names) {
        try (var others = Files.newDirectoryStream(file.resolveSibling(""), names)) {
            for (var other : others) {
                if (!other.equals(file)) {
                    Files.deleteIfExists(other);
                }
            }
        } catch (IOException e) {
            LOG.warn("Old class archives beside {} stay", file, e);
        }
    }

    private static String fingerprint(Path jar) throws IOException {
        var sum = new CRC32();
        sum.update((System.getProperty("java.home")
                        + System.getProperty("java.vm.version")
                        + describe(jar)
                        + libraries(jar.resolveSibling("lib")))
                .getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    private static String libraries(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .map(ClassArchive::describe)
                    .collect(Collectors.joining());
        }
    }

    private static String describe(Path jar) {
        return jar + " " + jar.toFile().length() + " " + jar.toFile().lastModified() + "\n";
    }
}
