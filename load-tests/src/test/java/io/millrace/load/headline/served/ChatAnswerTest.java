package io.millrace.load.headline.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.openloop.Questions.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatAnswerTest {

    private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"flow\"}}]}";
    private static final String VERDICT =
            "data: {\"choices\":[],\"millrace\":{\"kind\":\"item\",\"stage\":\"verdict\",\"path\":\"/0\"}}";
    private static final String COMPLETE = "data: {\"choices\":[],\"millrace\":{\"status\":\"COMPLETE\"}}";
    private static final String DONE = "data: [DONE]";

    private final List<String> told = new ArrayList<>();

    @Test
    void shouldTellOfVerdictsAndTheEnd() {
        hear(2, TEXT, VERDICT, ": still working", TEXT, VERDICT, COMPLETE, DONE);

        assertThat(told).containsExactly("verdict", "verdict", "end");
    }

    @Test
    void shouldFailAnAnswerThatLacksAVerdict() {
        hear(2, VERDICT, COMPLETE, DONE);

        assertThat(told).containsExactly("verdict", "1 verdicts of 2");
    }

    @Test
    void shouldFailAnAnswerThatIsPartial() {
        hear(1, VERDICT, "data: {\"millrace\":{\"status\":\"PARTIAL\",\"missing\":[\"claim\"]}}", DONE);

        assertThat(told).containsExactly("verdict", "PARTIAL [\"claim\"]");
    }

    @Test
    void shouldFailWithTheServersError() {
        hear(1, TEXT, "data: {\"error\":{\"code\":\"deadline\"}}");

        assertThat(told).containsExactly("{\"code\":\"deadline\"}");
    }

    @Test
    void shouldFailAStreamThatBreaksOff() {
        hear(1, TEXT, VERDICT);

        assertThat(told).containsExactly("verdict", "the stream ended before the answer did");
    }

    @Test
    void shouldTellWhyAQuestionWasRefused() {
        var answer = new ChatAnswer(1, progress());

        answer.refused(429, "later");
        answer.onComplete();

        assertThat(told).containsExactly("429 later");
    }

    private void hear(int claims, String... lines) {
        var answer = new ChatAnswer(claims, progress());
        for (var line : lines) {
            answer.onNext(line);
        }
        answer.onComplete();
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public void firstVerdict() {
                told.add("verdict");
            }

            @Override
            public void ended() {
                told.add("end");
            }

            @Override
            public void failed(String reason) {
                told.add(reason);
            }
        };
    }
}
