package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Quantity;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.index.IndexBusyException;
import io.millrace.engines.index.IndexReport;
import io.millrace.engines.index.IndexSettings;
import io.millrace.engines.index.Indexer;
import io.millrace.engines.index.NothingToIndexException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

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

    /** @throws CommandFailure when it cannot, also when nothing would be left to answer from; the index is then as it was */
    IndexReport index(Path documents) throws InterruptedException {
        try {
            return new Indexer(IndexSettings.of(settings), Clock.systemUTC()).index(documents, this::tell);
        } catch (IndexBusyException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        } catch (NothingToIndexException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage() + leftOut(e.unreadable()), e);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "cannot index " + documents + " (" + e.getMessage() + "): check both directories",
                    e);
        }
    }

    /** Names the files that were left out. Not part of {@link #index}, which may run while another line is being written. */
    void showLeftOut(IndexReport report) {
        report.unreadable().forEach(file -> progress.println(line(file)));
    }

    /** One sentence for people. */
    static String summary(IndexReport report) {
        return "%s of %s (%d new, %d changed, %d removed, %d left out)"
                .formatted(
                        Quantity.of(report.index().passages(), "passage"),
                        Quantity.of(report.added() + report.changed() + report.unchanged(), "file"),
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

    private static String leftOut(List<IndexReport.Unreadable> files) {
        return files.stream().map(file -> "\n" + line(file)).collect(Collectors.joining());
    }

    private static String line(IndexReport.Unreadable file) {
        return "    left out: " + file.file() + ": " + file.reason();
    }
}
