package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.answer.AnswerPrinter;
import io.millrace.cli.answer.Conversation;
import io.millrace.cli.http.Api;
import io.millrace.core.settings.RawSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace up}. */
@Command(
        name = "up",
        description = {
            "Start the whole platform on this machine and ask a first question.",
            "Broker and registry run as child processes, everything listens on loopback only, data lies under the data"
                    + " directory. Ctrl-C or 'millrace down' stops it."
        })
public final class UpCommand implements Callable<Integer> {

    private static final String DEFAULT_QUESTION = "What happens to a record that cannot be decoded?";

    /** Asked of documents that are not the project's own: works for any. */
    private static final String GENERAL_QUESTION = "What are these documents about?";

    @Option(
            names = "--docs",
            paramLabel = "DIR",
            description = "Documents to answer from (default: the project's own).")
    private @Nullable Path docs;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the server (default 8080; 0 for a free one).")
    private @Nullable Integer port;

    @Option(
            names = "--engine-url",
            paramLabel = "URL",
            description = "OpenAI-compatible server as engine, such as http://127.0.0.1:11434/v1.")
    private @Nullable String engineUrl;

    @Option(names = "--engine-model", paramLabel = "NAME", description = "Model to ask that server for.")
    private @Nullable String engineModel;

    @ArgGroup
    private @Nullable FirstQuestion first;

    @Option(names = "--once", description = "End after the first answer.")
    private boolean once;

    @Mixin
    private PlatformOptions options;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws Exception {
        Logging.toFile(options.dataDir(), "millrace");
        requireNoOther(options.dataDir());
        var parts = new Parts();
        try (parts;
                var stop = StopSignal.closing(parts)) {
            var platform = start(parts);
            var answered = ask(platform);
            if (once) {
                console.out().println("stopping ...");
                return answered.code();
            }
            say(platform);
            stop.await();
            return ExitCode.OK.code();
        }
    }

    private Platform start(Parts parts) throws Exception {
        var out = console.out();
        out.println("Starting Millrace, data in " + options.dataDir());
        var progress = new Progress(out);
        var documents = Documents.directory(docs, home(), options.dataDir());
        var platform = Platform.start(withEngine(options.settings()), options.dataDir(), parts, progress);
        var report = progress.step(
                "documents in " + (docs == null ? "docs/ and README.md" : docs),
                () -> new DocumentIndexing(platform.settings(), out).index(documents));
        out.println("  " + DocumentIndexing.summary(report));
        out.printf(Locale.ROOT, "Ready after %.1f s%n", progress.secondsSoFar());
        return platform;
    }

    private ExitCode ask(Platform platform) {
        if (first != null && first.none) {
            return ExitCode.OK;
        }
        var question = first != null && first.question != null ? first.question : defaultQuestion();
        var out = console.out();
        out.printf("%n> %s%n%n", question);
        var printer = new AnswerPrinter(out);
        var answer = new Conversation(Api.of(platform.url()))
                .ask(Conversation.DEFAULT_PIPELINE, question, printer::show);
        printer.finish(answer);
        return answer.exitCode();
    }

    private void say(Platform platform) {
        console.out()
                .printf(
                        """

                        Server      %1$s  (OpenAI-compatible at %1$s/v1)
                        Broker      %2$s
                        Registry    %3$s
                        Logs        %4$s

                        Try in another terminal:
                          ./millrace ask "What is a lane?"
                          ./millrace tail tokens.results --from earliest --limit 1
                          curl -N %1$s/v1/chat/completions -H 'Content-Type: application/json' \
                            -d '{"model": "verified-answer", "stream": true, "messages": [{"role": "user", "content": "What is a lane?"}]}'

                        Ctrl-C or './millrace down' stops it.
                        """,
                        platform.url(),
                        platform.core().bootstrapServers(),
                        platform.core().registryUrl(),
                        options.dataDir().resolve("logs"));
        console.out().flush();
    }

    private RawSettings withEngine(RawSettings settings) {
        var changed = settings;
        if (port != null) {
            changed = changed.with("server.port", Integer.toString(port));
        }
        if (engineUrl != null) {
            changed = changed.with("engine.url", engineUrl);
        }
        if (engineModel != null) {
            changed = changed.with("engine.model", engineModel);
        }
        return changed;
    }

    private String defaultQuestion() {
        return docs == null ? DEFAULT_QUESTION : GENERAL_QUESTION;
    }

    private static void requireNoOther(Path dataDir) {
        RunningInstance.find(dataDir).ifPresent(running -> {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "a platform runs already on " + dataDir + " (process " + running.process() + ", " + running.url()
                            + "): stop it with 'millrace down' or choose another --data-dir");
        });
    }

    /** Root of the checkout: the launcher says where it is. */
    private static Path home() {
        return Path.of(System.getProperty("millrace.home", "")).toAbsolutePath();
    }

    /** What is asked first, if anything. */
    static final class FirstQuestion {
        @Option(names = "--ask", paramLabel = "QUESTION", description = "First question.")
        private @Nullable String question;

        @Option(names = "--no-ask", description = "Ask nothing.")
        private boolean none;
    }
}
