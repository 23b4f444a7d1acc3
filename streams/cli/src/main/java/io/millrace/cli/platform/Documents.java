package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** The documents that questions are answered from. */
final class Documents {

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
                    ExitCode.USAGE, "there are no documents at " + given + ": name an existing directory with --docs");
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
        copy(readme, target.resolve("README.md"));
        try (var pages = Files.walk(docs)) {
            for (var page : pages.filter(Files::isRegularFile).toList()) {
                copy(page, target.resolve("docs").resolve(docs.relativize(page).toString()));
            }
        }
        return target;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
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
