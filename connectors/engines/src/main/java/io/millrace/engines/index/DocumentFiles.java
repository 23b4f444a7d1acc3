package io.millrace.engines.index;

import io.millrace.engines.text.DocumentReaders;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The documents below a directory, by their path below it, with slashes on every platform. */
final class DocumentFiles {

    /** Directories of what tools have made or fetched: not the user's own words, and often far more of them. */
    private static final Set<String> MADE = Set.of("target", "build", "node_modules");

    private DocumentFiles() {}

    /**
     * Finds all files of a kind that is known. Hidden files and directories and those below {@code target}, {@code build} and
     * {@code node_modules} are left out, links are not followed.
     *
     * @param documents a directory, or one file
     */
    static Map<String, Path> below(Path documents, DocumentReaders readers) throws IOException {
        if (!Files.exists(documents)) {
            throw new NoSuchFileException(documents.toString(), null, "there are no documents there");
        }
        var files = new TreeMap<String, Path>();
        if (Files.isRegularFile(documents)) {
            files.put(String.valueOf(documents.getFileName()), documents);
            return files;
        }
        Files.walkFileTree(documents, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return !directory.equals(documents) && (isHidden(directory) || isMade(directory))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(file) && readers.reads(file)) {
                    files.put(key(documents.relativize(file)), file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                files.put(key(documents.relativize(file)), file);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private static boolean isMade(Path directory) {
        return MADE.contains(String.valueOf(directory.getFileName()));
    }

    private static String key(Path relative) {
        List<String> names = StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.toList());
        return String.join("/", names);
    }
}
