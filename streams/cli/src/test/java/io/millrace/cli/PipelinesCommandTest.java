package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tokens.plan.ShippedPlans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesCommandTest {

    private static final String PATH = "/api/v1/tokens/pipelines";

    @TempDir
    private Path directory;

    private final StubServer server = new StubServer();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void shouldListNamesAndVersions() {
        server.answers("GET " + PATH, "{\"pipelines\": [{\"name\": \"short\", \"version\": 3, \"at\": 0}]}");

        var run = CommandRun.of("pipelines", "list", "--url", server.url());

        assertThat(run.out()).contains("short").contains("version 3");
    }

    @Test
    void shouldShowADefinitionThatCanBeAppliedAgain() {
        server.answers("GET " + PATH + "/short", "{\"name\": \"short\", \"definition\": {\"pipeline\": \"short\"}}");

        var run = CommandRun.of("pipelines", "show", "short", "--version-number", "2", "--url", server.url());

        assertThat(run.out()).isEqualTo("{\n  \"pipeline\" : \"short\"\n}\n");
        assertThat(server.asked().get(0).uri()).endsWith("?version=2");
    }

    @Test
    void shouldSendTheFileAsItIs() throws IOException {
        var file = Files.writeString(directory.resolve("p.yaml"), "pipeline: short\n");
        server.answers("POST " + PATH, 201, "application/json", "{\"name\": \"short\", \"version\": 4}");

        var run = CommandRun.of("pipelines", "apply", file.toString(), "--url", server.url());

        assertThat(run.out()).isEqualTo("short is now at version 4\n");
        assertThat(server.asked().get(0).body()).isEqualTo("pipeline: short\n");
    }

    @Test
    void shouldAcceptTheShippedPipeline() throws IOException {
        var file = Files.writeString(directory.resolve("p.yaml"), ShippedPlans.source("verified-answer"));

        var run = CommandRun.of("pipelines", "validate", file.toString());

        assertThat(run.out()).contains("verified-answer is valid");
    }

    @Test
    void shouldCountASingleErrorAsOne() throws IOException {
        var file = Files.writeString(directory.resolve("p.yaml"), """
                pipeline: Short
                stages:
                  - {name: result, op: sink, input: question}
                """);

        var run = CommandRun.of("pipelines", "validate", file.toString());

        assertThat(run.err()).contains("has 1 error: correct it");
    }

    @Test
    void shouldListAllErrorsWithTheirPlaces() throws IOException {
        var file = Files.writeString(directory.resolve("p.yaml"), """
                pipeline: Short
                stages:
                  - {name: a, op: llm, engine: nowhere, template: "{{question}}"}
                """);

        var run = CommandRun.of("pipelines", "validate", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err())
                .contains("pipeline: must be")
                .contains("stages[0].engine")
                .contains("has 3 errors");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        var run = CommandRun.of("pipelines", "validate", "nowhere.yaml");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("cannot read nowhere.yaml");
    }
}
