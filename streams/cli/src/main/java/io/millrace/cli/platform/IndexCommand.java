package io.millrace.cli.platform;

import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace index}. */
@Command(
        name = "index",
        description = {
            "Make the document index mirror a directory of text, Markdown, HTML and PDF files.",
            "Left out are hidden files and directories, target, build and node_modules.",
            "A running platform answers from the new index at once."
        })
public final class IndexCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Directory with the documents, or one file.")
    private Path documents;

    @Mixin
    private PlatformOptions platform;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws Exception {
        Preconditions.requireWritable(platform.dataDir());
        Logging.toFile(platform.dataDir(), "index");
        var existing = Documents.given(documents);
        var indexing = new DocumentIndexing(platform.settings(), console.err()).show();
        var report = indexing.index(existing);
        indexing.showLeftOut(report);
        console.out().println(DocumentIndexing.summary(report));
        return ExitCode.OK.code();
    }
}
