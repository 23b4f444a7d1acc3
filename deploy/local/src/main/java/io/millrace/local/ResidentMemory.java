package io.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident memory of processes, from Linux's {@code /proc}. */
public final class ResidentMemory {

    private static final String FIELD = "VmRSS:";
    private static final int BYTES_PER_KIB = 1024;

    private ResidentMemory() {}

    /** In bytes; empty where the system does not show it or there is no such process. */
    public static OptionalLong ofProcess(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(FIELD))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }
}
