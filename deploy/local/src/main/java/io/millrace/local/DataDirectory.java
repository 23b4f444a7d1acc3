package io.millrace.local;

import io.millrace.local.LocalPlatformException.UnusableDataDirectory;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where each file of the embedded platform lies. */
record DataDirectory(Path root) {

    /**
     * Creates what is missing and proves that it can be written.
     *
     * @throws UnusableDataDirectory when it cannot
     */
    static DataDirectory open(Path root) {
        var directory = new DataDirectory(root);
        try {
            Files.createDirectories(root);
            Files.createDirectories(directory.logs());
            Files.createDirectories(directory.run());
            Files.delete(Files.createTempFile(directory.run(), "probe", null));
            return directory;
        } catch (IOException e) {
            throw new UnusableDataDirectory(root, problem(root, e), e);
        }
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path log(String child) {
        return logs().resolve(child + ".log");
    }

    /** Lock, process ids and what is remembered from start to start. */
    Path run() {
        return root.resolve("run");
    }

    Path lock() {
        return run().resolve("owner.lock");
    }

    Path pid(String child) {
        return run().resolve(child + ".pid");
    }

    Path installation() {
        return run().resolve("installation.properties");
    }

    Path serverProperties() {
        return run().resolve("server.properties");
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path registry() {
        return root.resolve("registry");
    }

    /** Stores of applications: worthless without the topics they were made from. */
    Path state() {
        return root.resolve("state");
    }

    /** Deletes topics, schemas, application state and remembered ports; logs and the lock file stay. */
    void erase() {
        try {
            deleteTree(kafka());
            deleteTree(registry());
            deleteTree(state());
            Files.deleteIfExists(serverProperties());
            Files.deleteIfExists(installation());
        } catch (IOException e) {
            throw new UnusableDataDirectory(root, problem(root, e), e);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String problem(Path root, IOException e) {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            return "it is a file";
        }
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
