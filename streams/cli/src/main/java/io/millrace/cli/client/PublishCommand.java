package io.millrace.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.cli.http.ServerOptions;
import io.millrace.cli.http.ServerProblem;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace publish}. */
@Command(
        name = "publish",
        description = {
            "Publish events to a topic; the server checks each against the topic's schema.",
            "Each EVENT, or each line of standard input where none is given, is JSON: the value of an event with --key,"
                    + " else a record {\"key\": ..., \"value\": ..., \"headers\": {...}}."
        })
public final class PublishCommand implements Callable<Integer> {

    private static final int BATCH = 500;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "Topic, such as tokens.requests.")
    private String topic;

    @Parameters(index = "1..*", paramLabel = "EVENT", arity = "0..*", description = "Events as JSON.")
    private @Nullable List<String> events;

    @Option(names = "--key", paramLabel = "KEY", description = "Record key of all events.")
    private @Nullable String key;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Publishing the same events again with it within 24 hours changes nothing.")
    private @Nullable String idempotencyKey;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        var publication = new Publication(server.api(), topic, idempotencyKey);
        try (var lines = lines()) {
            publishAll(lines, publication);
        } catch (CommandFailure | ServerProblem e) {
            publication.refusals().forEach(console.err()::println);
            console.err().printf("published %d events to %s before this:%n", publication.published(), topic);
            throw e;
        }
        publication.refusals().forEach(console.err()::println);
        console.out()
                .printf("published %d of %d events to %s%n", publication.published(), publication.offered(), topic);
        return publication.exitCode().code();
    }

    private void publishAll(Stream<String> lines, Publication publication) {
        var batch = new ArrayList<JsonNode>();
        for (var line : (Iterable<String>) lines.filter(text -> !text.isBlank())::iterator) {
            batch.add(record(line, publication.offered() + batch.size() + 1));
            if (batch.size() == BATCH) {
                publication.publish(batch);
                batch.clear();
            }
        }
        publication.publish(batch);
    }

    private Stream<String> lines() {
        if (events != null && !events.isEmpty()) {
            return events.stream();
        }
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines();
    }

    private JsonNode record(String line, int number) {
        try {
            var json = Api.JSON.readTree(line);
            return key == null
                    ? json
                    : Api.JSON.createObjectNode().put("key", key).set("value", json);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "event " + number + " is not JSON (" + e.getOriginalMessage() + "): correct it", e);
        }
    }
}
