package io.millrace.server.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queries.ProblemException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TailPositionTest {

    private static final TopicPartition A0 = new TopicPartition("tokens.a", 0);
    private static final TopicPartition A1 = new TopicPartition("tokens.a", 1);
    private static final TopicPartition B0 = new TopicPartition("tokens.b", 0);

    @Test
    void shouldNameOnlyPartitionsWhereThereIsOneTopic() {
        var next = Map.of(A1, 7L, A0, 42L);

        assertThat(TailPosition.text(next)).isEqualTo("0:42,1:7");
        assertThat(TailPosition.parse("0:42,1:7", "tokens.a")).isEqualTo(next);
    }

    @Test
    void shouldNameTopicsWhereThereAreSeveral() {
        var next = Map.of(A0, 1L, B0, Long.MAX_VALUE);

        assertThat(TailPosition.text(next)).isEqualTo("tokens.a=0:1;tokens.b=0:9223372036854775807");
        assertThat(TailPosition.parse(TailPosition.text(next), "tokens.a")).isEqualTo(next);
    }

    @Test
    void shouldRefuseWhatIsNoPosition() {
        for (var text : new String[] {"", "0", ":1", "0:", "0:-1", "-1:0", "0:1,", "a:b", "0:1".repeat(5_000)}) {
            assertThatThrownBy(() -> TailPosition.parse(text, "tokens.a"))
                    .as(text)
                    .isInstanceOf(ProblemException.class);
        }
    }
}
