package io.millrace.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Trace context goes with what comes of an event. */
class TokensTraceTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldCarryTheTraceOfARequestOnWhatComesOfIt() {
        var trace = new RecordHeaders().add("traceparent", "00-request".getBytes(UTF_8));

        driver.pipe(
                TokensTopics.REQUESTS, "r1", Asked.request("r1", Asked.LINES).build(), trace);

        assertThat(traces(TokensTopics.work("chat", 3))).containsExactly("00-request");
        assertThat(traces(TokensTopics.REPLIES)).containsExactly("00-request");
    }

    @Test
    void shouldCarryTheTraceOfAnElementOnWhatComesOfIt() {
        driver.ask(Asked.request("r1", "lines").build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.values(TokensTopics.REPLIES);
        for (var element : List.of(answer.start(), answer.end())) {
            var trace = new RecordHeaders().add("traceparent", "00-element".getBytes(UTF_8));
            driver.pipe(TokensTopics.ELEMENTS, "r1", element, trace);
        }

        assertThat(traces(TokensTopics.DERIVED)).isNotEmpty().containsOnly("00-element");
        assertThat(traces(TokensTopics.REPLIES)).containsOnly("00-element");
        assertThat(traces(TokensTopics.USAGE)).containsOnly("00-element");
        assertThat(traces(TokensTopics.RESULTS)).containsOnly("00-element");
    }

    @Test
    void shouldNameTheCallWhoseOutputACallComesOf() {
        driver.ask(Asked.request("r1", "lines").build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start());
        var trace = new RecordHeaders()
                .add("traceparent", "00-request".getBytes(UTF_8))
                .add("millrace-cause", "00-answer".getBytes(UTF_8));

        driver.pipe(TokensTopics.ELEMENTS, "r1", answer.text("one\n"), trace);

        var work = driver.read(TokensTopics.work("chat", 3));
        assertThat(work).hasSize(1);
        assertThat(work.get(0).headers()).containsExactlyInAnyOrder(trace.toArray());
    }

    private <V extends SpecificRecord> List<String> traces(Topic<V> topic) {
        return driver.read(topic).stream().map(TokensTraceTopologyTest::trace).toList();
    }

    private static String trace(TestRecord<?, ?> record) {
        var header = record.headers().lastHeader("traceparent");
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
