package io.millrace.engines.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SimulatedEngineTest {

    private static final String HELLO = "Hello there, this is a prompt. ".repeat(10);
    private static final int HELLO_TOKENS = 78;

    private final SimulatedEngine engine = engine(0.2, Batch.DEFAULT);
    private final Hearing hearing = new Hearing();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldStreamEveryTokenAndCountThem() {
        start(engine, HELLO, Map.of("max_tokens", "10"), hearing);

        await().untilAsserted(() -> assertThat(hearing.outcomes()).containsExactly("STOP"));
        assertThat(hearing.fragments())
                .hasSize(10)
                .allSatisfy(token -> assertThat(token).hasSize(4));
        assertThat(hearing.usage()).isEqualTo(new TokenUsage(HELLO_TOKENS, 0, 10));
    }

    @Test
    void shouldTakeTheTimeOfTheModel() {
        try (var slow = engine(4, Batch.DEFAULT)) {
            long begin = System.nanoTime();

            start(slow, HELLO, Map.of("max_tokens", "25"), hearing);

            await().until(() -> !hearing.outcomes().isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void shouldSayWhatOfThePromptWasCached() {
        start(engine, HELLO, Map.of(), hearing);
        await().until(() -> !hearing.outcomes().isEmpty());
        var again = new Hearing();

        start(engine, HELLO, Map.of(), again);

        await().until(() -> !again.outcomes().isEmpty());
        assertThat(again.usage()).isEqualTo(new TokenUsage(HELLO_TOKENS, 64, 64));
        assertThat(again.text()).isEqualTo(hearing.text());
    }

    @Test
    void shouldCutAnAnswerThatIsLongerThanTheClientWants() {
        start(engine, "@simulate queries count=2 tokens=28", Map.of("max_tokens", "20"), hearing);

        await().untilAsserted(() -> assertThat(hearing.outcomes()).containsExactly("LENGTH"));
        assertThat(hearing.fragments()).hasSize(20);
    }

    @Test
    void shouldCutNothingWhereTheClientWantsMoreThanThereIs() {
        start(engine, "@simulate queries count=2 tokens=28", Map.of("max_tokens", "2147483647"), hearing);

        await().untilAsserted(() -> assertThat(hearing.outcomes()).containsExactly("STOP"));
        assertThat(hearing.fragments()).hasSizeGreaterThan(20);
    }

    @Test
    void shouldCancelBeforeTheFirstToken() {
        try (var stuck = engine(20_000, Batch.DEFAULT)) {
            var call = start(stuck, HELLO, Map.of(), hearing);

            call.cancel();
            call.cancel();

            assertThat(hearing.outcomes()).containsExactly("CANCELLED");
            assertThat(hearing.fragments()).isEmpty();
            assertThat(stuck.load()).isZero();
        }
    }

    @Test
    void shouldSayNothingMoreOnceCancelled() {
        var call = start(engine, HELLO, Map.of("max_tokens", "100000"), hearing);
        await().until(() -> !hearing.fragments().isEmpty());

        call.cancel();

        int heard = hearing.fragments().size();
        var next = new Hearing();
        start(engine, HELLO, Map.of("max_tokens", "20"), next);
        await().until(() -> !next.outcomes().isEmpty());
        assertThat(hearing.fragments()).hasSize(heard);
        assertThat(hearing.outcomes()).containsExactly("CANCELLED");
        assertThat(hearing.usage().completionTokens()).isEqualTo(heard);
    }

    @Test
    void shouldEndACallWhoseDeadlinePasses() {
        var soon = Instant.now().plusMillis(30);
        engine.start(request(HELLO, Map.of("max_tokens", "100000"), soon), hearing);

        await().untilAsserted(() -> assertThat(hearing.outcomes()).containsExactly("DEADLINE"));
    }

    @Test
    void shouldSayWhatIsWrongWithADirective() {
        start(engine, "@simulate poem", Map.of(), hearing);

        assertThat(hearing.outcomes()).containsExactly("INVALID_INPUT");
        assertThat(hearing.message()).contains("poem", "verdict");
    }

    @Test
    void shouldServeManyAtOnceAndTellEachOnce() {
        try (var small = engine(0.2, new Batch(8, 64, 1_000))) {
            var all = Stream.generate(Hearing::new).limit(50).toList();

            all.forEach(one -> start(small, HELLO, Map.of("max_tokens", "30"), one));

            await().untilAsserted(() -> assertThat(all).allSatisfy(one -> {
                assertThat(one.outcomes()).containsExactly("STOP");
                assertThat(one.fragments()).hasSize(30);
            }));
            assertThat(small.load()).isZero();
        }
    }

    @Test
    void shouldCancelWhatRunsWhenClosed() {
        start(engine, HELLO, Map.of("max_tokens", "100000"), hearing);

        engine.close();

        assertThat(hearing.outcomes()).containsExactly("CANCELLED");
        var late = new Hearing();
        start(engine, HELLO, Map.of(), late);
        assertThat(late.outcomes()).containsExactly("ENGINE_CLOSED");
    }

    private static SimulatedEngine engine(double iterationMillis, Batch batch) {
        return SimulatedEngine.start(
                new EngineProfile("test", iterationMillis, 0, 0, 0, 0, 1, batch), 1, Clock.systemUTC());
    }

    private static EngineCall start(
            SimulatedEngine engine, String prompt, Map<String, String> parameters, Hearing hearing) {
        return engine.start(request(prompt, parameters, Instant.MAX), hearing);
    }

    private static EngineRequest request(String prompt, Map<String, String> parameters, Instant deadline) {
        return new EngineRequest(
                "call",
                List.of(new Message("user", prompt)),
                JsonNodeFactory.instance.objectNode(),
                parameters,
                deadline);
    }
}
