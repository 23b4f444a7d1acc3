package io.millrace.queries.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {

    @Test
    void shouldReadWhatItWrites() {
        var positions = Positions.parse("tokens.requests/3/17, tokens.control/0/0,tokens.requests/1/5");

        assertThat(positions.text()).isEqualTo("tokens.control/0/0,tokens.requests/1/5,tokens.requests/3/17");
        assertThat(Positions.parse(positions.text())).isEqualTo(positions);
    }

    @Test
    void shouldTakeTheLastOfAPartition() {
        assertThat(Positions.parse("t/0/5,t/0/9,t/0/7").text()).isEqualTo("t/0/9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t",
                "t/0",
                "t/0/",
                "t/x/1",
                "t/0/-1",
                "t/0/1/2",
                "t/0/1,",
                "/0/1",
                "t t/0/1",
                "t/0/9999999999999999999"
            })
    void shouldRefuseWhatIsNone(String text) {
        var failure = catchThrowableOfType(ProblemException.class, () -> Positions.parse(text));

        assertThat(failure.problem()).isEqualTo(Problem.INVALID_PARAMETER);
    }

    @Test
    void shouldRefuseMoreThanAnybodyNeeds() {
        var failure = catchThrowableOfType(ProblemException.class, () -> Positions.parse("t/0/1,".repeat(1_001)));

        assertThat(failure).hasMessageContaining("at most 1000");
    }

    @Test
    void shouldBeReachedAtTheOffsetAndAfterIt() {
        var least = Positions.parse("t/0/5");

        assertThat(least.areReachedAt(Positions.parse("t/0/4"))).isFalse();
        assertThat(least.areReachedAt(Positions.parse("t/0/5"))).isTrue();
        assertThat(least.areReachedAt(Positions.parse("t/0/6,u/0/1"))).isTrue();
        assertThat(least.areReachedAt(Positions.parse("t/1/9,u/0/9"))).isFalse();
        assertThat(Positions.NONE.areReachedAt(Positions.NONE)).isTrue();
    }

    @Test
    void shouldOnlyAskAPartitionForItsOwn() {
        var least = Positions.parse("t/0/5,t/1/7,u/1/2");

        assertThat(least.of(1).text()).isEqualTo("t/1/7,u/1/2");
        assertThat(least.of(2).isNone()).isTrue();
        assertThat(least.of(-1)).isEqualTo(least);
    }

    @Test
    void shouldTakeThePositionOfKafkaStreams() {
        var position = Position.emptyPosition().withComponent("t", 0, 5).withComponent("u", 3, 9);

        assertThat(Positions.of(position).offsets())
                .isEqualTo(Map.of(new TopicPartition("t", 0), 5L, new TopicPartition("u", 3), 9L));
    }
}
