package io.millrace.cli.client;

import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.ServerOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace topics list}. */
@Command(name = "list", description = "List the topics: partitions, who may publish and read, what the key means.")
public final class TopicListCommand implements Callable<Integer> {

    private static final String ROW = "%-24s %10s  %-9s %-9s %s%n";

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        var topics = server.api().get("/api/v1/topics", Map.of()).path("topics");
        console.out().printf(ROW, "TOPIC", "PARTITIONS", "PUBLISH", "READ", "KEY");
        for (var topic : topics) {
            console.out()
                    .printf(
                            ROW,
                            topic.path("name").asText(),
                            topic.path("partitions").asText(),
                            topic.path("publish").asText(),
                            topic.path("read").asText(),
                            topic.path("key").asText());
        }
        return ExitCode.OK.code();
    }
}
