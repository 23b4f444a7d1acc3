package io.millrace.cli.replay;

import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.platform.PlatformOptions;
import io.millrace.core.documents.DocumentReader;
import io.millrace.core.settings.CoreSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace replay}. */
@Command(
        name = "replay",
        description = {
            "Run a past request again, from the log, and show what differs.",
            "It is asked what was asked then, on the same plan unless --plan names another. The exit code is 0 when the"
                    + " outcome is the same, 1 when it is not."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final double MILLIS_PER_SECOND = 1e3;

    @Parameters(paramLabel = "REQUEST", description = "Id of the request, such as 'millrace ask --json' prints.")
    private String request;

    @Option(
            names = "--plan",
            paramLabel = "VERSION",
            description = "Version of the pipeline, or 'current'; else the one that it ran on.")
    private @Nullable String plan;

    @Option(names = "--json", description = "Print both outcomes and what differs as one JSON object.")
    private boolean json;

    @Mixin
    private PlatformOptions platform;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        var choice = new PlanChoice(plan);
        var settings = CoreSettings.of(platform.settingsOfStateless());
        var past = PastRequest.find(settings, request);
        var version = choice.version(past, settings);
        var outcomes = new Outcomes(new DocumentReader(settings, IsolationLevel.READ_COMMITTED));
        var before = outcomes.of(past.result());
        var replay = Replay.of(past, version, settings, Clock.systemUTC(), new SecureRandom());
        announce(replay);
        var diff = OutcomeDiff.of(before, outcomes.of(replay.run()));
        if (json) {
            console.out().println(DiffJson.of(diff).toPrettyString());
        } else {
            new DiffPrinter(console.out()).print(diff);
        }
        return (diff.same() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    /** Before it is asked, so that whoever ends this command knows what goes on. */
    private void announce(Replay replay) {
        var asked = replay.request();
        console.err()
                .printf(
                        "asking again as %s on version %d of %s, with %.0f s to answer%n",
                        asked.getRequestId(),
                        asked.getVersion(),
                        asked.getPipeline(),
                        replay.time().toMillis() / MILLIS_PER_SECOND);
        console.err().flush();
    }
}
