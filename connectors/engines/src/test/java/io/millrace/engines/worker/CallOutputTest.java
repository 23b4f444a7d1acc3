package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.documents.Payload;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.FinishReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a call says. */
final class CallOutputTest {

    private final RecordingSink sink = new RecordingSink();
    private final CallFixture calls = new CallFixture(sink);

    @AfterEach
    void stopCalls() {
        calls.close();
    }

    @Test
    void shouldNumberElementsFromStartToEnd() {
        var output = calls.output();

        output.text("One. ");
        output.text("Two. ");
        output.end(new TokenUsage(3, 2, 1), FinishReason.LENGTH);

        assertThat(sink.elements)
                .extracting(Element::getKind)
                .containsExactly(ElementKind.START, ElementKind.DATA, ElementKind.DATA, ElementKind.END);
        assertThat(sink.elements).extracting(Element::getSeq).containsExactly(0L, 1L, 2L, 3L);
        assertThat(sink.elements).allMatch(element -> element.getRun() == CallFixture.RUN);
        assertThat(sink.elements.get(3).getUsage().getCachedTokens()).isEqualTo(2);
        assertThat(sink.elements)
                .extracting(Element::getFinishReason)
                .containsExactly(null, null, null, FinishReason.LENGTH);
        assertThat(calls.ended).hasValue(1);
    }

    @Test
    void shouldTellWithEachFragmentWhatTheCallHasUsed() {
        var output = calls.output();

        output.used(new TokenUsage(3, 0, 1));
        output.text("One. ");
        output.used(new TokenUsage(3, 0, 2));
        output.text("Two. ");

        assertThat(sink.elements)
                .filteredOn(element -> element.getKind() == ElementKind.DATA)
                .extracting(element -> element.getUsage().getCompletionTokens())
                .containsExactly(1L, 2L);
    }

    @Test
    void shouldCutWhatAnEngineSaysOfAFailure() {
        calls.output().fail(new EngineFailure("ENGINE_ERROR", "é".repeat(2_000_000), true, TokenUsage.NONE));

        assertThat(sink.elements.get(1).getErrorMessage()).isEqualTo("é".repeat(1_000));
    }

    @Test
    void shouldEndACallWhoseEngineHasNothingToSay() {
        calls.output().fail(new EngineFailure("ENGINE_ERROR", null, true, null));

        assertThat(sink.elements.get(1).getErrorMessage()).isEqualTo("ENGINE_ERROR");
        assertThat(sink.elements.get(1).getUsage().getCompletionTokens()).isZero();
    }

    @Test
    void shouldSendTextThatWaitsWithoutAnotherToken() {
        var output = calls.output();

        output.text("unfinished");

        await().untilAsserted(() -> assertThat(sink.elements).hasSize(2));
        assertThat(sink.elements.get(1).getText()).isEqualTo("unfinished");
    }

    @Test
    void shouldSendOneWholeElementForServiceAndNoEnd() {
        var output = calls.output();

        output.whole(ServiceAnswer.json(JsonNodeFactory.instance.arrayNode().add(1)));

        assertThat(sink.elements).hasSize(2);
        assertThat(sink.elements.get(1).getComplete()).isTrue();
        assertThat(sink.elements.get(1).getJson()).isEqualTo("[1]");
        assertThat(sink.elements.get(1).getUsage()).isNotNull();
        assertThat(calls.ended).hasValue(1);
    }

    @Test
    void shouldSendAnAnswerOfTheMostBytesInAnElement() {
        var output = calls.output();

        output.whole(ServiceAnswer.text("é".repeat(Payload.MOST_BYTES / 2)));

        assertThat(sink.chunks).isEmpty();
        assertThat(sink.elements.get(1).getText()).hasSize(Payload.MOST_BYTES / 2);
    }

    @Test
    void shouldTellOfAnAnswerOfOneByteMoreOnlyWhenAllItsChunksAreAcknowledged() {
        var output = calls.output();
        sink.holdChunks();

        output.whole(ServiceAnswer.text("é".repeat(Payload.MOST_BYTES / 2) + "!"));
        sink.acknowledge(0);

        assertThat(sink.chunks).hasSize(2);
        assertThat(sink.elements).hasSize(1);
        sink.acknowledge(1);
        await().untilAsserted(() -> assertThat(calls.ended).hasValue(1));
        assertThat(sink.elements.get(1).getComplete()).isTrue();
        assertThat(sink.elements.get(1).getSeq()).isEqualTo(1);
        assertThat(sink.elements.get(1).getDocument().getBytes()).isEqualTo(Payload.MOST_BYTES + 1);
        assertThat(sink.elements.get(1).getText()).isNull();
    }

    @Test
    void shouldSendTextBeforeTheFailure() {
        var output = calls.output();
        output.text("half");

        output.fail(new EngineFailure("STREAM_BROKEN", "it broke", true, new TokenUsage(5, 0, 1)));

        assertThat(sink.elements.get(1).getText()).isEqualTo("half");
        assertThat(sink.elements.get(2).getErrorCode()).isEqualTo("STREAM_BROKEN");
        assertThat(sink.elements.get(2).getRetryable()).isTrue();
        assertThat(sink.elements.get(2).getUsage().getPromptTokens()).isEqualTo(5);
    }
}
