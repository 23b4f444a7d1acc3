package io.millrace.cli.client;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.cli.http.ServerOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace query}. */
@Command(
        name = "query",
        description = {
            "Read a state store.",
            "Without STORE it lists the stores, with a KEY it reads one entry, else a range of them."
        })
public final class QueryCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "STORE", arity = "0..1", description = "Name of the store.")
    private @Nullable String store;

    @Parameters(index = "1", paramLabel = "KEY", arity = "0..1", description = "Key of one entry.")
    private @Nullable String key;

    @Option(names = "--from", paramLabel = "KEY", description = "First key of a range.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "KEY", description = "Last key of a range.")
    private @Nullable String to;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that begin so.")
    private @Nullable String prefix;

    @Mixin
    private LimitOption limit;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        var path = new StringBuilder("/api/v1/stores");
        for (var segment : new String[] {store, key}) {
            if (segment != null) {
                path.append('/').append(Api.segment(segment));
            }
        }
        var query = range();
        if (key != null && !query.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "a KEY reads one entry: leave out " + query.keySet());
        }
        console.out().println(server.api().get(path.toString(), query).toPrettyString());
        return ExitCode.OK.code();
    }

    private Map<String, String> range() {
        var query = new LinkedHashMap<String, String>();
        putIfGiven(query, "from", from);
        putIfGiven(query, "to", to);
        putIfGiven(query, "prefix", prefix);
        limit.limit().ifPresent(most -> query.put("limit", Integer.toString(most)));
        return query;
    }

    private static void putIfGiven(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }
}
