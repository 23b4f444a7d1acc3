package io.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process id together with the start time of the process. Operating systems use ids again; a process counts as the
 * one that was written only when its start time is the same.
 */
record PidFile(Path path) {

    static final Charset ENCODING = StandardCharsets.UTF_8;

    static PidFile at(Path path) {
        return new PidFile(path);
    }

    void write(ProcessHandle process) {
        try {
            Files.writeString(path, describe(process), ENCODING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that was written, if it still lives; none when the file is damaged. */
    Optional<ProcessHandle> process() {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            var lines = Files.readAllLines(path, ENCODING);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            var start = Instant.parse(lines.get(1));
            return ProcessHandle.of(Long.parseLong(lines.get(0)))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> start.equals(startOf(process)));
        } catch (DateTimeParseException | NumberFormatException | MalformedInputException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the process that was written if it still lives, and forgets it. */
    void stop(Duration timeout) {
        process().ifPresent(process -> end(process, timeout));
        delete();
    }

    static String describe(ProcessHandle process) {
        return process.pid() + "\n" + startOf(process) + "\n";
    }

    /** The epoch where the system does not tell start times: then only the id is compared. */
    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    /** Asks {@code process} to end and kills it when it has not after {@code timeout}. */
    static void end(ProcessHandle process, Duration timeout) {
        process.destroy();
        if (!awaitExit(process, timeout)) {
            process.destroyForcibly();
            awaitExit(process, timeout);
        }
    }

    private static boolean awaitExit(ProcessHandle process, Duration timeout) {
        try {
            process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
