package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailCommandTest {

    private static final String TAIL = "GET /api/v1/topics/tokens.results/tail";

    private final StubServer server = new StubServer();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void shouldEndATailAtItsLimit() {
        server.answers(
                "GET /api/v1/topics/tokens.results/tail",
                200,
                "text/event-stream",
                "id: 1\ndata: {\"a\": 1}\n\nid: 2\ndata: {\"a\": 2}\n\nid: 3\ndata: {\"a\": 3}\n\n");

        var run = CommandRun.of(
                "tail", "tokens.results", "--from", "earliest", "--key", "r 1", "--limit", "2", "--url", server.url());

        assertThat(run.out()).isEqualTo("{\"a\": 1}\n{\"a\": 2}\n");
        assertThat(server.asked().get(0).uri()).endsWith("?from=earliest&key=r%201");
    }

    @Test
    void shouldRefuseALimitBelowOne() {
        var run = CommandRun.of("tail", "tokens.results", "--limit", "0", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldGoOnAfterAnEvent() {
        server.answers(TAIL, 200, "text/event-stream", "id: 0:8\ndata: {}\n\n");

        CommandRun.of("tail", "tokens.results", "--from", "0:7,1:2", "--url", server.url());

        var asked = server.asked().get(0);
        assertThat(asked.headers().get("Last-event-id")).containsExactly("0:7,1:2");
        assertThat(asked.uri()).doesNotContain("from=");
    }

    @Test
    void shouldSayWhereToGoOnWhenTheConnectionBreaks() {
        server.breaksOff(TAIL, "id: 0:7\ndata: {\"a\": 1}\n\nid: 0:8\ndata: {\"a\": 2}\n\nid: 0:9\ndata: {");

        var run = tail();

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(run.out()).isEqualTo("{\"a\": 1}\n{\"a\": 2}\n");
        assertThat(run.err())
                .isEqualTo(
                        "millrace: the connection to the server broke off: run it again with --from 0:8 to go on from"
                                + " there\n");
    }

    @Test
    void shouldNotTakeAnErrorForAnEvent() {
        server.answers(
                TAIL,
                200,
                "text/event-stream",
                "id: 0:7\ndata: {}\n\nevent: error\ndata: {\"code\": \"slow_client\"}\n\n");

        var run = tail();

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(run.out()).isEqualTo("{}\n");
        assertThat(run.err()).contains("slow_client").contains("--from 0:7");
    }

    private CommandRun tail() {
        return CommandRun.of("tail", "tokens.results", "--url", server.url());
    }
}
