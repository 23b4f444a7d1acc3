package io.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationTest {

    private static final String URL = "http://127.0.0.1:18080";
    private static final RunningInstance RUNNING =
            new RunningInstance(1, Instant.EPOCH, URI.create(URL), "b:1", "http://r");
    private static final Path DEFAULT =
            Path.of(RunningInstance.DEFAULT_DATA_DIR).toAbsolutePath().normalize();

    @Test
    void shouldNeedNoOptionsOnTheDefaultDataDirectory() {
        var text = new Invitation(RUNNING, DEFAULT, "What is a lane?").text();

        assertThat(text)
                .contains("./millrace ask 'What is a lane?'\n")
                .contains("./millrace tail tokens.derived ")
                .contains("'./millrace down' stops it");
    }

    @Test
    void shouldNameServerAndDataDirectoryWhereTheyAreNotTheDefault() {
        var text = new Invitation(RUNNING, Path.of("/data/mill"), "What is a lane?").text();

        assertThat(text)
                .contains("./millrace ask --url " + URL + " 'What is a lane?'\n")
                .contains("./millrace tail --url " + URL + " tokens.derived ")
                .contains("'./millrace down --data-dir /data/mill' stops it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"What is a \"lane\"?", "What's a lane?", "Is $HOME `a` \\ lane?"})
    void shouldPrintCommandsThatAShellReadsAsTheyAreMeant(String question) throws Exception {
        var lines = new Invitation(RUNNING, DEFAULT, question).text().lines().toList();

        assertThat(shell(argumentsAfter("./millrace ask ", lines))).isEqualTo(question);
        var body = new ObjectMapper().readTree(shell(argumentsAfter("-d ", lines)));
        assertThat(body.at("/messages/0/content").asText()).isEqualTo(question);
    }

    private static String argumentsAfter(String begin, List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()))
                .findFirst()
                .orElseThrow();
    }

    /** What a POSIX shell makes of one word. */
    private static String shell(String word) throws IOException {
        var process = new ProcessBuilder("sh", "-c", "printf %s " + word).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
