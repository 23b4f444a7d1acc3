package io.millrace.core.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.state.GlobalTables;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.tokens.TokensTopics;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad records: see {@code GlobalTableIT}; the test driver has a failure policy of its own for global tables. */
class GlobalTablesTopologyTest {

    private static final StoreName STORE = StoreName.of("test-loads");

    private Driver driver;

    @BeforeEach
    void runTopology() throws Exception {
        driver = Driver.with(TokensTopics.LOADS);
        var builder = new StreamsBuilder();
        GlobalTables.add(builder, STORE, TokensTopics.LOADS, driver.serdes());
        driver.run(builder.build());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldKeepTheLastValueOfAKey() {
        driver.pipe(TokensTopics.LOADS, "a", load(1));
        driver.pipe(TokensTopics.LOADS, "a", load(2));

        assertThat(store().get("a").getRunning()).isEqualTo(2);
    }

    @Test
    void shouldDeleteAKeyByNull() {
        driver.pipe(TokensTopics.LOADS, "a", load(1));
        driver.pipe(TokensTopics.LOADS, "a", null);

        assertThat(store().get("a")).isNull();
    }

    @Test
    void shouldRefuseATopicThatIsNotCompacted() {
        assertThatThrownBy(() -> GlobalTables.add(new StreamsBuilder(), STORE, TokensTopics.REQUESTS, driver.serdes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compacted");
    }

    private KeyValueStore<String, Load> store() {
        return driver.driver().getKeyValueStore(STORE.name());
    }

    private byte[] load(int running) {
        return driver.serdes()
                .serializer(TokensTopics.LOADS)
                .serialize(
                        TokensTopics.LOADS.name(),
                        Load.newBuilder()
                                .setReplica("r")
                                .setPool("p")
                                .setRunning(running)
                                .setAt(1L)
                                .build());
    }
}
