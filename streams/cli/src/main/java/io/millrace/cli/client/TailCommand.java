package io.millrace.cli.client;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.cli.http.ServerOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace tail}. */
@Command(
        name = "tail",
        description = "Show the events of a topic as they happen, one JSON object a line; Ctrl-C ends it.")
public final class TailCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TOPIC", description = "Topic, such as tokens.results.")
    private String topic;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "latest",
            description = "Where to begin: earliest, latest, or an event id (default ${DEFAULT-VALUE}).")
    private String from;

    @Option(names = "--key", paramLabel = "KEY", description = "Only events with this key.")
    private @Nullable String key;

    @Mixin
    private LimitOption limit;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        var query = new LinkedHashMap<String, String>();
        query.put("from", from);
        if (key != null) {
            query.put("key", key);
        }
        var left = limit.limit().orElse(Integer.MAX_VALUE);
        try (var events = server.api().events("/api/v1/topics/" + Api.segment(topic) + "/tail", query)) {
            for (var event = events.next(); event.isPresent() && left > 0; left--) {
                console.out().println(event.get().data());
                event = left > 1 ? events.next() : event;
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, "the connection to the server broke off: run it again with --from", e);
        }
        return ExitCode.OK.code();
    }
}
