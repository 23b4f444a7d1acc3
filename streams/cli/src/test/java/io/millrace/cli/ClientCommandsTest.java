package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCommandsTest {

    private final StubServer server = new StubServer();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void shouldReadOneEntryWhoseKeyHoldsSlashes() {
        server.answers("GET /api/v1/stores/tokens-requests/a%2Fb", "{\"value\": 1}");

        var run = CommandRun.of("query", "tokens-requests", "a/b", "--url", server.url());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\"value\" : 1");
    }

    @Test
    void shouldReadARange() {
        server.answers("GET /api/v1/stores/s", "{\"entries\": []}");

        CommandRun.of("query", "s", "--from", "a", "--to", "b", "--limit", "5", "--url", server.url());

        assertThat(server.asked().get(0).uri()).isEqualTo("/api/v1/stores/s?from=a&to=b&limit=5");
    }

    @Test
    void shouldRefuseAKeyTogetherWithARange() {
        var run = CommandRun.of("query", "s", "k", "--from", "a", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void shouldShowWhatTheServerObjectsTo() {
        server.answers("GET /api/v1/stores/s", 400, "application/problem+json", """
                {"title": "A parameter is not valid", "detail": "limit must be at most 1000",
                 "errors": [{"place": "limit", "message": "was 5000"}]}""");

        var run = CommandRun.of("query", "s", "--limit", "5000", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).isEqualTo("""
                        millrace: A parameter is not valid: limit must be at most 1000
                          limit: was 5000
                        """);
    }

    @Test
    void shouldSayHowToStartAServerWhenNoneAnswers() {
        server.close();

        var run = CommandRun.of("query", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(run.err()).contains("millrace up").doesNotContain("\tat ");
    }

    @Test
    void shouldShowTheStackOnlyWhenAsked() {
        server.close();

        var run = CommandRun.of("query", "--debug", "--url", server.url());

        assertThat(run.err()).contains("\tat ");
    }

    @Test
    void shouldShowTheTokenOfAFile(@TempDir Path directory) throws IOException {
        server.answers("GET /api/v1/stores", "{\"stores\": []}");
        var file = Files.writeString(directory.resolve("token"), "ey.J.9\n");

        var run = CommandRun.of("query", "--token-file", file.toString(), "--url", server.url());

        assertThat(run.exitCode()).isZero();
        assertThat(server.asked().get(0).headers().get("Authorization")).containsExactly("Bearer ey.J.9");
    }

    @Test
    void shouldRefuseAFileThatHoldsNoTokenAndNotShowIt(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("token"), "two words");

        var run = CommandRun.of("query", "--token-file", file.toString(), "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("is no token").doesNotContain("two words");
        assertThat(CommandRun.of("query", "--token-file", "nowhere", "--url", server.url())
                        .exitCode())
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() {
        var run = CommandRun.of("query", "--url", "nonsense");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
    }
}
