package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.index.IndexBusyException;
import io.millrace.engines.index.IndexReport;
import io.millrace.engines.index.IndexSettings;
import io.millrace.engines.index.Indexer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Indexes documents and shows how far it has come when that takes a while. One thread indexes, any may {@link #show}. */
final class DocumentIndexing {

    private static final Duration SILENT = Duration.ofSeconds(2);

    private final RawSettings settings;
    private final PrintWriter progress;
    private volatile boolean shown;
    private long lastShown = System.nanoTime();

    DocumentIndexing(RawSettings settings, PrintWriter progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Shows progress from now on. */
    DocumentIndexing show() {
        shown = true;
        return this;
    }

    IndexReport index(Path documents) throws InterruptedException {
        try {
            return new Indexer(IndexSettings.of(settings), Clock.systemUTC()).index(documents, this::tell);
        } catch (IndexBusyException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "cannot index " + documents + " (" + e.getMessage() + "): check both directories",
                    e);
        }
    }

    /**
     * Names the files that were left out. Not part of {@link #index}, which may run while another line is being written.
     *
     * @throws CommandFailure when nothing is left to answer from
     */
    void showLeftOut(Path documents, IndexReport report) {
        for (var file : report.unreadable()) {
            progress.println("    left out: " + file.file() + ": " + file.reason());
        }
        requireSomething(documents, report);
    }

    /** One sentence for people. */
    static String summary(IndexReport report) {
        return "%d passages of %d files (%d new, %d changed, %d removed, %d left out)"
                .formatted(
                        report.index().passages(),
                        report.added() + report.changed() + report.unchanged(),
                        report.added(),
                        report.changed(),
                        report.removed(),
                        report.unreadable().size());
    }

    private void tell(String file, int done, int files) {
        var now = System.nanoTime();
        if (shown && now - lastShown >= SILENT.toNanos()) {
            lastShown = now;
            progress.printf("%n    indexing %d of %d files: %s ", done + 1, files, file);
            progress.flush();
        }
    }

    private static void requireSomething(Path documents, IndexReport report) {
        if (report.index().passages() == 0) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "nothing in " + documents + " can be read: put text, Markdown, HTML or PDF files into it");
        }
    }
}
