package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishCommandTest {

    private static final String TOPIC = "POST /api/v1/topics/tokens.requests";

    private final StubServer server = new StubServer();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void shouldGiveAllValuesTheKey() throws IOException {
        server.answers(TOPIC, 201, "application/json", "{\"records\": [{\"status\": 201}, {\"status\": 201}]}");

        var run = publish("--key", "k", "--idempotency-key", "i", "{\"a\": 1}", "{\"a\": 2}");

        assertThat(run.out()).isEqualTo("published 2 of 2 events to tokens.requests\n");
        assertThat(body().path("records").get(1).path("key").asText()).isEqualTo("k");
        assertThat(body().path("records").get(1).path("value").path("a").asInt())
                .isEqualTo(2);
        assertThat(server.asked().get(0).headers().get("Idempotency-key")).containsExactly("i/0");
    }

    @Test
    void shouldReadRecordsFromStandardInput() throws IOException {
        server.answers(TOPIC, 201, "application/json", "{\"records\": [{\"status\": 201}]}");
        var before = System.in;
        System.setIn(new ByteArrayInputStream("{\"key\": \"k\", \"value\": {}}\n\n".getBytes(StandardCharsets.UTF_8)));
        try {
            publish();
        } finally {
            System.setIn(before);
        }

        assertThat(body().path("records")).hasSize(1);
        assertThat(body().path("records").get(0).path("key").asText()).isEqualTo("k");
    }

    @Test
    void shouldTellWhichEventsWereRefused() {
        server.answers(TOPIC, 207, "application/json", """
                {"records": [{"status": 201}, {"status": 400, "title": "The event does not fit", "detail": "no requestId"}]}""");

        var run = publish("--key", "k", "{}", "{}");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).isEqualTo("event 2: The event does not fit: no requestId\n");
        assertThat(run.out()).isEqualTo("published 1 of 2 events to tokens.requests\n");
    }

    @Test
    void shouldTellScriptsThatItMayBeTriedAgain() {
        server.answers(TOPIC, 207, "application/json", """
                {"records": [{"status": 201}, {"status": 504, "title": "Not written in time"}, {"status": 400}]}""");

        var run = publish("--key", "k", "{}", "{}", "{}");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.code());
    }

    @Test
    void shouldSayHowManyWerePublishedBeforeWhatIsNotJson() {
        var taken = String.join(", ", Collections.nCopies(500, "{\"status\": 201}"));
        server.answers(TOPIC, 201, "application/json", "{\"records\": [" + taken + "]}");
        var events = new ArrayList<>(Collections.nCopies(501, "{}"));
        events.add(0, "--key=k");
        events.add("{");

        var run = publish(events.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err())
                .startsWith("published 500 events to tokens.requests before this:\nmillrace: event 502 is not JSON");
    }

    @Test
    void shouldRefuseWhatIsNotJsonBeforeAnythingIsSent() {
        var run = publish("--key", "k", "{}", "{");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("event 2 is not JSON");
        assertThat(server.asked()).isEmpty();
    }

    private CommandRun publish(String... arguments) {
        var all = new String[arguments.length + 4];
        all[0] = "publish";
        all[1] = "--url";
        all[2] = server.url();
        all[3] = "tokens.requests";
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return CommandRun.of(all);
    }

    private JsonNode body() throws IOException {
        return new ObjectMapper().readTree(server.asked().get(0).body());
    }
}
