package io.millrace.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    @Test
    void shouldReadNameIdAndData() throws IOException {
        assertThat(read("event: delta\nid: 5\ndata: {}\n\n")).containsExactly(new ServerEvent("5", "delta", "{}"));
    }

    @Test
    void shouldJoinDataLines() throws IOException {
        assertThat(read("data: a\ndata:b\n\n")).containsExactly(new ServerEvent("", "message", "a\nb"));
    }

    @Test
    void shouldSkipHeartbeatsAndEventsWithoutData() throws IOException {
        assertThat(read(": beat\n\nevent: x\n\ndata: a\n\n")).containsExactly(new ServerEvent("", "message", "a"));
    }

    @Test
    void shouldKeepTheLastIdForEventsWithoutOne() throws IOException {
        assertThat(read("id: 1\ndata: a\n\ndata: b\n\n"))
                .extracting(ServerEvent::id)
                .containsExactly("1", "1");
    }

    @Test
    void shouldDropAnEventThatIsCutOff() throws IOException {
        assertThat(read("data: a\n\ndata: b\n")).extracting(ServerEvent::data).containsExactly("a");
    }

    private static List<ServerEvent> read(String text) throws IOException {
        var events = new ArrayList<ServerEvent>();
        try (var stream = new EventStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (var event = stream.next(); event.isPresent(); event = stream.next()) {
                events.add(event.get());
            }
        }
        return events;
    }
}
