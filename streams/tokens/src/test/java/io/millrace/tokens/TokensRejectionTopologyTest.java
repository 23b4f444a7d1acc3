package io.millrace.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.DeadLetterHeaders;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.time.Duration;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that cannot be right are set aside with the reason, and nothing else changes. */
class TokensRejectionTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    private HandRun answer;

    @BeforeEach
    void runARequest() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start());
    }

    @Test
    void shouldRejectARequestUnderAnotherKey() {
        var request = Asked.request("r2", Asked.LINES).build();

        assertRejected(TokensTopics.REQUESTS, "wrong-key", () -> driver.pipe(TokensTopics.REQUESTS, "r3", request));
    }

    @Test
    void shouldRejectARequestWhoseIdIsNoId() {
        var request = Asked.request("r|2", Asked.LINES).build();

        assertRejected(TokensTopics.REQUESTS, "bad-request-id", () -> driver.ask(request));
    }

    @Test
    void shouldRejectARequestToWhatNoPipelineCanBeCalled() {
        var request = Asked.request("r2", Asked.LINES)
                .setPipeline("x".repeat(600_000))
                .build();

        assertRejected(TokensTopics.REQUESTS, "bad-pipeline", () -> driver.ask(request));
    }

    @Test
    void shouldTakeAnIdOfSixtyFourCharactersAndRejectOneMore() {
        driver.ask(Asked.request("x".repeat(64), Asked.LINES).build());
        assertThat(driver.rejected(TokensTopics.REQUESTS)).isEmpty();

        var longer = Asked.request("x".repeat(65), Asked.LINES).build();

        assertRejected(TokensTopics.REQUESTS, "bad-request-id", () -> driver.ask(longer));
    }

    @Test
    void shouldRejectAnElementUnderAnotherKey() {
        var element = answer.text("one\n");

        assertRejected(TokensTopics.ELEMENTS, "wrong-key", () -> driver.pipe(TokensTopics.ELEMENTS, "r2", element));
    }

    @Test
    void shouldRejectAnElementOfAStageThatThePlanDoesNotHave() {
        var element =
                Element.newBuilder(answer.text("one\n")).setStage("nothing").build();

        assertRejected(TokensTopics.ELEMENTS, "unknown-stage", () -> driver.emit(element));
    }

    @Test
    void shouldRejectAnElementOfAStageThatNoWorkerRuns() {
        var element = Element.newBuilder(answer.text("one\n")).setStage("line").build();

        assertRejected(TokensTopics.ELEMENTS, "unknown-stage", () -> driver.emit(element));
    }

    @Test
    void shouldRejectAnElementThatNamesNoRun() {
        var element = Element.newBuilder(answer.text("one\n")).setRun(null).build();

        assertRejected(TokensTopics.ELEMENTS, "no-run", () -> driver.emit(element));
    }

    @Test
    void shouldRejectAnOrderUnderAnotherKey() {
        var control = Control.newBuilder()
                .setRequestId("r1")
                .setKind(ControlKind.CANCEL)
                .setAt(1L)
                .build();

        assertRejected(TokensTopics.CONTROL, "wrong-key", () -> driver.pipe(TokensTopics.CONTROL, "r2", control));
    }

    @Test
    void shouldForgetAnOrderToARequestThatNeverComes() {
        driver.cancel("r9", "gone");

        driver.pass(Duration.ofMinutes(10));

        assertThat(driver.contents()).doesNotContain("r9");
        assertThat(driver.rejected(TokensTopics.CONTROL)).isEmpty();
        assertThat(driver.values(TokensTopics.RESULTS))
                .extracting(Result::getRequestId)
                .doesNotContain("r9");
    }

    @Test
    void shouldCancelARequestThatComesAfterTheOrder() {
        driver.cancel("r9", "gone");

        driver.ask(Asked.request("r9", Asked.LINES).build());

        assertThat(driver.values(TokensTopics.RESULTS))
                .extracting(result -> result.getRequestId() + ' ' + result.getStatus())
                .containsExactly("r9 CANCELLED");
    }

    @Test
    void shouldGoOnAfterAnEventThatItRejected() {
        var good = answer.text("one\n");
        driver.emit(Element.newBuilder(good).setRun(null).build());

        driver.emit(good);

        assertThat(driver.work()).hasSize(1);
    }

    @Test
    void shouldSetANullAsideAsADeadLetter() {
        driver.pipeRaw(TokensTopics.REQUESTS, "r2".getBytes(UTF_8), null);

        driver.ask(Asked.request("r3", Asked.LINES).build());

        assertThat(driver.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("r2".getBytes(UTF_8));
            assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("tokens.requests");
            assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("null_value");
        });
        assertThat(driver.keys(TokensStores.REQUESTS)).containsExactly("r1", "r3");
    }

    @Test
    void shouldAnswerAnEmptyQuestionWithAnError() {
        driver.ask(Asked.request("r2", Asked.LINES).setInput("  ").build());

        assertThat(driver.values(TokensTopics.RESULTS))
                .extracting(Result::getErrorCode)
                .containsExactly("EMPTY_INPUT");
        assertThat(driver.work()).isEmpty();
    }

    private void assertRejected(Topic<?> topic, String reason, Runnable event) {
        driver.work();
        driver.values(TokensTopics.REPLIES);
        driver.rejected(topic);
        var before = driver.contents();

        event.run();

        assertThat(driver.rejected(topic))
                .singleElement()
                .satisfies(letter ->
                        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo(reason));
        assertThat(driver.contents()).isEqualTo(before);
        assertThat(driver.work()).isEmpty();
        assertThat(driver.values(TokensTopics.REPLIES)).isEmpty();
        assertThat(driver.values(TokensTopics.RESULTS)).isEmpty();
        assertThat(driver.letters()).isEmpty();
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
