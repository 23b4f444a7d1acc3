package io.millrace.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the report of a benchmark goes. */
public final class ReportFile {

    private ReportFile() {}

    /**
     * Writes the report, with the folders that it needs, and says where.
     *
     * @param file null for no report
     */
    public static void write(@Nullable Path file, String markdown, PrintWriter out) throws IOException {
        if (file == null) {
            return;
        }
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, markdown);
        out.println("report written to " + file);
    }
}
