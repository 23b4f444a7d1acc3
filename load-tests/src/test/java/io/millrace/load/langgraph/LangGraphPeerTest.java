package io.millrace.load.langgraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.headline.Answer;
import io.millrace.load.openloop.Questions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a driver that answers at once; the real one needs npm packages and is run by the benchmark. */
class LangGraphPeerTest {

    private static final URI ENGINE = URI.create("http://127.0.0.1:1");
    private static final Answer ANSWER = new Answer(55, 2, 6);

    /** Answers question 0, fails question 1, ends at question 2. */
    private static final String DRIVER = """
            import { createInterface } from 'node:readline';
            const say = (event) => process.stdout.write(JSON.stringify(event) + '\\n');
            say({ event: 'ready' });
            for await (const line of createInterface({ input: process.stdin })) {
              const { id, claims } = JSON.parse(line);
              if (id === 2) process.exit();
              if (id === 0) say({ id, event: 'verdict' });
              say(id === 0 ? { id, event: 'end' } : { id, event: 'failed', error: `${claims} claims` });
            }
            """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsNode() {
        Node.assumeInstalled();
    }

    @Test
    void shouldTellOfTheFirstVerdictAndTheEnd() throws Exception {
        try (var peer = started()) {
            assertThat(ask(peer, 0)).isEqualTo("verdict, end");
        }
    }

    @Test
    void shouldTellWhyAQuestionFailed() throws Exception {
        try (var peer = started()) {
            assertThat(ask(peer, 1)).isEqualTo("6 claims");
        }
    }

    @Test
    void shouldFailWhatIsOpenWhenThePeerEnds() throws Exception {
        try (var peer = started()) {
            assertThat(ask(peer, 2)).isEqualTo("the peer ended");
        }
    }

    @Test
    void shouldSayThatTheDriverDidNotStart() throws Exception {
        Files.writeString(directory.resolve("driver.mjs"), "process.exit(3)", UTF_8);

        assertThatThrownBy(() -> new LangGraphPeer(new NodeProject(directory)).start(ENGINE))
                .isInstanceOf(PeerUnavailableException.class)
                .hasMessageContaining("did not start");
    }

    @Test
    void shouldSayWhereThereIsNoPeer() {
        assertThatThrownBy(() -> new NodeProject(directory).install())
                .isInstanceOf(PeerUnavailableException.class)
                .hasMessageContaining("--peer");
    }

    private LangGraphPeer started() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("driver.mjs"), DRIVER, UTF_8);
        var peer = new LangGraphPeer(new NodeProject(directory));
        peer.start(ENGINE);
        return peer;
    }

    private static String ask(LangGraphPeer peer, int id) throws Exception {
        var heard = new CompletableFuture<String>();
        peer.ask(id, ANSWER, new Questions.Progress() {
            private String before = "";

            @Override
            public void firstVerdict() {
                before = "verdict, ";
            }

            @Override
            public void ended() {
                heard.complete(before + "end");
            }

            @Override
            public void failed(String reason) {
                heard.complete(reason);
            }
        });
        return heard.get(30, TimeUnit.SECONDS);
    }
}
