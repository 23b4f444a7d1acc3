package io.millrace.cli.client;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.cli.http.EventStream;
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

    /** Name of the event by which the server says why it ends a tail. */
    private static final String ERROR = "error";

    @Parameters(paramLabel = "TOPIC", description = "Topic, such as tokens.results.")
    private String topic;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "latest",
            description = "Where to begin: earliest, latest, or after an event, by its id (default ${DEFAULT-VALUE}).")
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
        var left = limit.limit().orElse(Integer.MAX_VALUE);
        var last = isPlaceByName() ? "" : from;
        try (var events = events();
                var notice = WaitingNotice.on(console.err())) {
            while (left-- > 0) {
                var event = notice.during(events::next);
                if (event.isEmpty()) {
                    break;
                }
                if (event.get().name().equals(ERROR)) {
                    throw brokenOff("the server ended the tail (" + event.get().data() + ")", last, null);
                }
                last = event.get().id();
                console.out().println(event.get().data());
            }
        } catch (IOException e) {
            throw brokenOff("the connection to the server broke off", last, e);
        }
        return ExitCode.OK.code();
    }

    private EventStream events() {
        var query = new LinkedHashMap<String, String>();
        var headers = new LinkedHashMap<String, String>();
        if (isPlaceByName()) {
            query.put("from", from);
        } else {
            headers.put("Last-Event-ID", from);
        }
        if (key != null) {
            query.put("key", key);
        }
        return server.api().events("/api/v1/topics/" + Api.segment(topic) + "/tail", query, headers);
    }

    private boolean isPlaceByName() {
        return from.equals("earliest") || from.equals("latest");
    }

    /** @param last id of the last event that was shown, empty where there is none */
    private static CommandFailure brokenOff(String what, String last, @Nullable IOException cause) {
        var next = last.isEmpty() ? "run it again" : "run it again with --from " + last + " to go on from there";
        return new CommandFailure(ExitCode.UNREACHABLE, what + ": " + next, cause);
    }
}
