package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AskCommandTest {

    private static final String GROUNDED = """
            {"sentence": "Its lighthouse is called Old Margaret.", "findings": [{"claim": "c", "verdict": {
             "verdict": "grounded", "score": 0.83,
             "citation": {"id": "h#1", "title": "Harbour", "source": "harbour.md", "text": "called Old Margaret"}}}]}""".replace("\n", "");
    private static final String NOT_FOUND = """
            {"sentence": "It is red.", "findings": [{"claim": "c", "verdict": {
             "verdict": "not_found", "score": 0.2, "citation": null}}]}""".replace("\n", "");

    private final StubServer server = new StubServer();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void shouldShowTextVerdictsAndCitations() {
        events(
                text("Its lighthouse is "),
                text("called Old Margaret. "),
                item(0, GROUNDED),
                text("It is red."),
                item(1, NOT_FOUND),
                finished("COMPLETE", ""));

        var run = CommandRun.of("ask", "--url", server.url(), "What", "is it called?");

        assertThat(run.out()).isEqualTo("""
                        Its lighthouse is called Old Margaret.\s
                          + sentence 1: grounded [1] (0.83)
                        It is red.
                          - sentence 2: not found (0.20)

                        Citations
                          [1] Harbour (harbour.md)
                              called Old Margaret
                        """);
        assertThat(run.exitCode()).isZero();
        assertThat(server.asked().get(0).body()).contains("What is it called?");
    }

    @Test
    void shouldHoldAVerdictBackUntilTheSentenceBeingWrittenEnds() {
        events(text("One. Two is"), item(0, GROUNDED), text(" here."), finished("COMPLETE", ""));

        var run = CommandRun.of("ask", "--url", server.url(), "q");

        assertThat(run.out()).startsWith("One. Two is here.\n  + sentence 1");
    }

    @Test
    void shouldPrintTheResultAsJson() throws Exception {
        events(text("Its lighthouse is called Old Margaret."), finished("COMPLETE", ""));

        var run = CommandRun.of("ask", "--json", "--url", server.url(), "q");

        var json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("requestId").asText()).isEqualTo("r1");
        assertThat(json.path("status").asText()).isEqualTo("COMPLETE");
        assertThat(json.path("sentences").get(0).path("verdict").asText()).isEqualTo("grounded");
        assertThat(json.path("sentences").get(0).path("citations").get(0).asInt())
                .isEqualTo(1);
        assertThat(json.path("citations").get(0).path("source").asText()).isEqualTo("harbour.md");
    }

    @Test
    void shouldFailWhenTheAnswerBreaksOff() {
        events(text("One "), "data: {\"error\": {\"message\": \"it was begun again; ask again\"}}\n\n");

        var run = CommandRun.of("ask", "--url", server.url(), "q");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.code());
        assertThat(run.err()).contains("it was begun again; ask again");
    }

    @Test
    void shouldTellWhatItCost() {
        events(
                text("One."),
                "data: {\"millrace\": {\"status\": \"COMPLETE\", \"text\": \"One.\", \"cost\": 0.00125}}\n\n");

        var shown = CommandRun.of("ask", "--url", server.url(), "q");
        var json = CommandRun.of("ask", "--json", "--url", server.url(), "q");

        assertThat(shown.out()).isEqualTo("One.\n\ncost: 0.00125\n");
        assertThat(json.out()).contains("\"cost\" : 0.00125");
    }

    @Test
    void shouldTellWhatIsMissing() {
        events(
                text("One."),
                "data: {\"millrace\": {\"status\": \"PARTIAL\", \"missing\": [{\"stage\": \"verify\", \"code\": \"DEADLINE\"}]}}\n\n");

        var run = CommandRun.of("ask", "--url", server.url(), "q");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.code());
        assertThat(run.out()).contains("partial: missing: verify (DEADLINE)");
    }

    @Test
    void shouldTellWhyAnAnswerFailed() {
        events(finished("FAILED", "the engine does not answer"));

        var run = CommandRun.of("ask", "--url", server.url(), "q");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.code());
        assertThat(run.out()).contains("failed: the engine does not answer");
    }

    @Test
    void shouldSayHowToFindTheResultWhenTheConnectionEnds() {
        events(text("One"));

        var run = CommandRun.of("ask", "--url", server.url(), "q");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(run.err()).contains("millrace tail tokens.results");
    }

    @Test
    void shouldShowWhatIsThereOfAnAnswerThatBrokeOff() {
        events(text("Rivers "), """
                data: {"error": {"message": "the engine went away", "code": "stream_broken", "millrace": \
                {"requestId": "r1", "status": "PARTIAL", "text": "Rivers ", "json": [], \
                "missing": [{"stage": "answer", "path": [], "code": "STREAM_BROKEN"}]}}}

                """);

        var run = CommandRun.of("ask", "--json", "--url", server.url(), "q");

        assertThat(run.exitCode()).isNotEqualTo(ExitCode.OK.code());
        assertThat(run.out()).contains("Rivers ");
        assertThat(run.err() + run.out()).contains("answer (STREAM_BROKEN)");
    }

    @Test
    void shouldSayWhenAQuotaHasRoomAgain() {
        server.answers(
                "POST /v1/chat/completions",
                429,
                Map.of("Content-Type", "application/json", "Retry-After", "34"),
                "{\"error\": {\"message\": \"tenant 'acme' has used 20 tokens\", \"code\": \"quota_tokens\"}}");

        var run = CommandRun.of("ask", "--tenant", "acme", "--url", server.url(), "q");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(run.err()).contains("tenant 'acme' has used 20 tokens (try again in 34 s)");
        assertThat(server.asked().get(0).headers()).containsEntry("X-millrace-tenant", List.of("acme"));
    }

    @Test
    void shouldRefuseAnEmptyQuestion() {
        var run = CommandRun.of("ask", "--url", server.url(), " ");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void shouldReportAnUnknownPipeline() {
        server.answers(
                "POST /v1/chat/completions",
                404,
                "application/json",
                "{\"error\": {\"message\": \"no pipeline is called 'nope'\", \"code\": \"unknown_pipeline\"}}");

        var run = CommandRun.of("ask", "--pipeline", "nope", "--url", server.url(), "q");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(run.err()).contains("no pipeline is called 'nope'");
    }

    private void events(String... events) {
        server.answers("POST /v1/chat/completions", 200, "text/event-stream", ": open\n\n" + String.join("", events));
    }

    private static String text(String text) {
        return "data: {\"choices\": [{\"delta\": {\"content\": \"%s\"}}]}\n\n".formatted(text);
    }

    private static String item(int index, String json) {
        return "data: {\"choices\": [{\"delta\": {}}], \"millrace\": {\"kind\": \"item\", \"path\": \"/1.%d/\", \"json\": %s}}\n\n"
                .formatted(index, json);
    }

    private static String finished(String status, String error) {
        return """
                data: {"choices": [{"delta": {}, "finish_reason": "stop"}], "millrace": {"requestId": "r1", \
                "status": "%s", "errorMessage": "%s", "text": "t", "json": [%s]}}

                data: [DONE]

                """.formatted(status, error, GROUNDED);
    }
}
