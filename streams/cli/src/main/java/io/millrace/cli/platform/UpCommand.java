package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.answer.AnswerPrinter;
import io.millrace.cli.answer.Conversation;
import io.millrace.cli.http.Api;
import io.millrace.cli.instances.Fleet;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.index.DocumentIndex;
import io.millrace.engines.index.IndexSettings;
import io.millrace.events.tokens.TenantNames;
import io.millrace.server.ServerSettings;
import io.millrace.server.peer.PeerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
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
            "Broker and registry run as child processes unless --bootstrap-servers names others; everything listens on"
                    + " loopback only. Ctrl-C or 'millrace down' stops it."
        })
public final class UpCommand implements Callable<Integer> {

    private static final String QUESTION_ABOUT_MILLRACE = "What happens to a record that cannot be decoded?";
    private static final String SECOND_QUESTION_ABOUT_MILLRACE = "What is a lane?";

    @Option(
            names = "--docs",
            paramLabel = "DIR",
            description =
                    "Documents to answer from (default: the project's own). Left out are hidden files and directories,"
                            + " target, build and node_modules.")
    private @Nullable Path docs;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the server (default 8080; 0 for a free one).")
    private @Nullable Integer port;

    @Option(
            names = "--instances",
            paramLabel = "N",
            description =
                    "Instances to run, each with a port and state of its own (default 1); 'millrace scale' changes it.")
    private int instances = 1;

    @ArgGroup
    private @Nullable FirstQuestion first;

    @Option(names = "--once", description = "End after the first answer.")
    private boolean once;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private PlatformOptions options;

    @Mixin
    private Console console;

    /** What is asked first, if anything. */
    static final class FirstQuestion {
        @Option(names = "--ask", paramLabel = "QUESTION", description = "First question.")
        private @Nullable String question;

        @Option(names = "--no-ask", description = "Ask nothing.")
        private boolean none;
    }

    @Override
    public Integer call() throws Exception {
        if (instances < 1 || instances > Fleet.MOST) {
            throw new CommandFailure(ExitCode.USAGE, "--instances is 1 to " + Fleet.MOST + ", was " + instances);
        }
        var dataDir = options.dataDir();
        Preconditions.requireWritable(dataDir);
        Preconditions.requireNoOther(dataDir);
        Logging.toFile(dataDir, "millrace");
        var settings = withOptions(options.settings());
        Cluster.requireWhole(settings);
        SettingsCheck.requireValid(settings);
        Preconditions.requireFreePort(ServerSettings.of(settings));
        var documents = Documents.directory(docs, home(), dataDir);
        var parts = new Parts();
        try (parts;
                var stop = StopSignal.closing(parts)) {
            console.out().println("Starting Millrace, data in " + dataDir);
            var running = new Startup(console.out(), dataDir, parts).start(settings, documents, instances);
            var question = question(settings);
            var answered = ask(Api.of(running.url()), question);
            if (once) {
                console.out().println("\nstopping ...");
                return answered.code();
            }
            var next = docs == null ? SECOND_QUESTION_ABOUT_MILLRACE : question;
            console.out().println(new Invitation(running, dataDir, next).text());
            stop.await();
            return ExitCode.OK.code();
        }
    }

    private ExitCode ask(Api api, String question) {
        if (first != null && first.none) {
            return ExitCode.OK;
        }
        console.out().printf("%n> %s%n%n", question);
        var printer = new AnswerPrinter(console.out());
        var answer =
                new Conversation(api, TenantNames.DEFAULT).ask(Conversation.DEFAULT_PIPELINE, question, printer::show);
        printer.finish(answer);
        return answer.exitCode();
    }

    private String question(RawSettings settings) throws IOException {
        if (first != null && first.question != null) {
            return first.question;
        }
        return docs == null ? QUESTION_ABOUT_MILLRACE : questionAbout(settings);
    }

    /** One that the user's documents can answer, whatever they are about. */
    private static String questionAbout(RawSettings settings) throws IOException {
        try (var index = new DocumentIndex(IndexSettings.of(settings))) {
            return "What is said about " + index.longestTitle().orElse("these documents") + "?";
        }
    }

    private RawSettings withOptions(RawSettings settings) {
        var changed = engine.over(settings);
        if (!settings.values().containsKey(CoreSettings.BOOTSTRAP_SERVERS)) {
            // The embedded broker's log lies beside the state: where one is lost, so is the other.
            changed = changed.with(CoreSettings.STATE_DIR_TMP_ALLOWED, "true");
        }
        // For the instances that may be added: a copy of each partition, and what all of them know.
        changed = withDefault(changed, CoreSettings.STANDBY_REPLICAS, "1");
        changed = withDefault(
                changed, ServerSettings.CURSOR_SECRET, UUID.randomUUID().toString());
        changed = withDefault(changed, PeerSettings.SECRET, UUID.randomUUID().toString());
        return changed.withGiven(ServerSettings.PORT, port == null ? null : Integer.toString(port));
    }

    private static RawSettings withDefault(RawSettings settings, String key, String value) {
        return settings.values().containsKey(key) ? settings : settings.with(key, value);
    }

    /** Root of the checkout: the launcher says where it is. */
    private static Path home() {
        return Path.of(System.getProperty("millrace.home", "")).toAbsolutePath();
    }
}
