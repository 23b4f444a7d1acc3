package io.millrace.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SseParserTest {

    private final List<String> events = new ArrayList<>();
    private final SseParser parser = new SseParser(1000, events::add);

    @Test
    void shouldReadEventsWithAnyLineEnd() {
        read("data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\n\n");

        assertThat(events).containsExactly("a", "b", "c", "d");
    }

    @Test
    void shouldJoinSeveralDataLinesOfOneEvent() {
        read("data: a\ndata:\ndata\ndata:b\n\n");

        assertThat(events).containsExactly("a\n\n\nb");
    }

    @Test
    void shouldTakeAwayOneSpaceOnly() {
        read("data:  a\n\n");

        assertThat(events).containsExactly(" a");
    }

    @Test
    void shouldPassOverCommentsAndOtherFields() {
        read(": ping\n\nevent: x\nid: 1\nretry: 5\ndatabase: no\ndata: a\n\nevent: empty\n\n");

        assertThat(events).containsExactly("a");
    }

    @Test
    void shouldPassOverByteOrderMark() {
        read("\uFEFFdata: a\n\n");

        assertThat(events).containsExactly("a");
    }

    @Test
    void shouldDeliverWholeLinesAtTheEndWithoutEmptyLine() {
        read("data: [DONE]\n");
        parser.finish();

        assertThat(events).containsExactly("[DONE]");
    }

    @Test
    void shouldDropLineThatIsCutShort() {
        read("data: {\"a\":");
        parser.finish();

        assertThat(events).isEmpty();
    }

    @Test
    void shouldRefuseEventThatIsTooLarge() {
        assertThatThrownBy(() -> read("data: " + "x".repeat(1000))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReadTheSameHoweverTheBytesAreCut() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            // Given
            var expected = new ArrayList<String>();
            var bytes = stream(random, expected).getBytes(StandardCharsets.UTF_8);
            var actual = new ArrayList<String>();
            var cut = new SseParser(100_000, actual::add);

            // When
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + random.nextInt(7));
                cut.accept(ByteBuffer.wrap(bytes, from, to - from));
                from = to;
            }

            // Then
            assertThat(actual).as("seed %d round %d", seed, round).isEqualTo(expected);
        }
    }

    private static String stream(Random random, List<String> expected) {
        var text = new StringBuilder();
        var ends = List.of("\n", "\r\n");
        var words = List.of("a", "héllo", "日本", "🌊", " ", "{\"x\":1}", "data: ");
        for (int event = random.nextInt(5); event >= 0; event--) {
            var end = ends.get(random.nextInt(ends.size()));
            var lines = new ArrayList<String>();
            for (int line = random.nextInt(3); line >= 0; line--) {
                lines.add(words.get(random.nextInt(words.size())) + words.get(random.nextInt(words.size())));
            }
            lines.forEach(line -> text.append("data: ").append(line).append(end));
            text.append(random.nextBoolean() ? ": comment 🌊" + end : "").append(end);
            expected.add(String.join("\n", lines));
        }
        return text.toString();
    }

    private void read(String text) {
        parser.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
