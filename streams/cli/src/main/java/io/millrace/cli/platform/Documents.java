package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The documents that questions are answered from. */
final class Documents {

    /** Below {@code docs}: generated tables to look things up in, and records of why, which answer no question of a user. */
    private static final Set<String> NOT_FOR_READING = Set.of("reference", "decisions");

    private Documents() {}

    /**
     * The directory to index.
     *
     * @param given what the user named; null for the project's own documents, which are gathered in the data directory
     */
    static Path directory(@Nullable Path given, Path home, Path dataDir) throws IOException {
        return given == null ? own(home, dataDir.resolve("documents")) : given(given);
    }

    /** @return {@code given}, which exists and holds something */
    static Path given(Path given) throws IOException {
        if (!Files.exists(given)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "there are no documents at " + given + ": name a directory or a file that exists");
        }
        if (isEmpty(given)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the directory " + given + " is empty: put text, Markdown, HTML or PDF files into it");
        }
        return given;
    }

    private static Path own(Path home, Path target) throws IOException {
        var readme = home.resolve("README.md");
        var docs = home.resolve("docs");
        if (!Files.isRegularFile(readme) || !Files.isDirectory(docs)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the project's own documents are not at " + home + ": name yours with --docs DIR");
        }
        var copied = new HashSet<Path>();
        copied.add(copy(readme, target.resolve("README.md")));
        try (var pages = Files.walk(docs)) {
            for (var page : pages.filter(Files::isRegularFile).toList()) {
                var relative = docs.relativize(page);
                if (!NOT_FOR_READING.contains(relative.getName(0).toString())) {
                    copied.add(copy(page, target.resolve("docs").resolve(relative.toString())));
                }
            }
        }
        deleteAllBut(copied, target);
        return target;
    }

    /** What an earlier start has copied may be gone from the source since. */
    private static void deleteAllBut(Set<Path> copied, Path target) throws IOException {
        try (var files = Files.walk(target)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!copied.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Files.size(directory) == 0;
        }
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
