package io.millrace.cli.client;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Quantity;
import io.millrace.cli.http.Api;
import io.millrace.cli.http.ServerOptions;
import io.millrace.cli.platform.Pools;
import io.millrace.core.settings.RawSettings;
import io.millrace.tokens.plan.InvalidPlanException;
import io.millrace.tokens.plan.PlanParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace pipelines}. */
@Command(name = "pipelines", description = "List, show, check and publish pipelines.")
public final class PipelinesCommand {

    private static final String PATH = "/api/v1/tokens/pipelines";

    @Mixin
    private Console console;

    /** {@code millrace pipelines list}. */
    @Command(name = "list", description = "List the pipelines with their current versions.")
    int list(@Mixin ServerOptions server) {
        for (var pipeline : server.api().get(PATH, Map.of()).path("pipelines")) {
            console.out()
                    .printf(
                            "%-24s version %-4d %s%n",
                            pipeline.path("name").asText(),
                            pipeline.path("version").asInt(),
                            Instant.ofEpochMilli(pipeline.path("at").asLong()));
        }
        return ExitCode.OK.code();
    }

    /** {@code millrace pipelines show}. */
    @Command(name = "show", description = "Print the definition of a pipeline as JSON; it can be applied again.")
    int show(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME", description = "Which one.") String name,
            @Option(names = "--version-number", paramLabel = "N", description = "Which version; else the current one.")
                    @Nullable
                    Integer version) {
        var query = version == null ? Map.<String, String>of() : Map.of("version", version.toString());
        var pipeline = server.api().get(PATH + "/" + Api.segment(name), query);
        console.out().println(pipeline.path("definition").toPrettyString());
        return ExitCode.OK.code();
    }

    /** {@code millrace pipelines apply}. */
    @Command(name = "apply", description = "Publish a pipeline as its next version; requests that run keep theirs.")
    int apply(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "FILE", description = "The pipeline as YAML or JSON.") Path file) {
        var published = server.api().post(PATH, "application/yaml", read(file), Map.of());
        console.out()
                .println(published.path("name").asText() + " is now at version "
                        + published.path("version").asInt());
        return ExitCode.OK.code();
    }

    /** {@code millrace pipelines validate}. */
    @Command(
            name = "validate",
            description = "Check a pipeline and list all its errors with their places; needs no server.")
    int validate(@Parameters(paramLabel = "FILE", description = "The pipeline as YAML or JSON.") Path file) {
        var pools = Pools.of(RawSettings.load(null, System.getenv(), Map.of()));
        try {
            var plan = PlanParser.parse(read(file), pools.engines(), pools.services());
            console.out()
                    .println(plan.name() + " is valid: "
                            + Quantity.of(plan.stages().size(), "stage"));
            return ExitCode.OK.code();
        } catch (InvalidPlanException e) {
            e.errors().forEach(error -> console.err().println(error));
            var count = e.errors().size();
            throw new CommandFailure(
                    ExitCode.USAGE,
                    file + " has " + Quantity.of(count, "error") + ": correct " + (count == 1 ? "it" : "them"),
                    e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "cannot read " + file + ": name a file with a pipeline in YAML or JSON", e);
        }
    }
}
