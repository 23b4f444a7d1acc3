package io.millrace.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistentStoresTest {

    private static final int TIMES = 20_000;
    private static final Bytes KEY = Bytes.wrap(new byte[] {1});
    private static final QueryConfig QUIET = new QueryConfig(false);

    @TempDir
    private Path directory;

    @Test
    void shouldBeWrittenAndQueriedAtOnceWithoutEnd() throws Exception {
        var store = PersistentStores.keyValue(StoreName.of("test-store")).get();
        store.init(context(), store);

        // Kafka Streams' own store stands still here within some milliseconds.
        var ended = new CountDownLatch(3);
        Stream.<Runnable>of(() -> store.put(KEY, new byte[100]), () -> queryKey(store), () -> queryRange(store))
                .forEach(step -> start(step, ended));

        assertThat(ended.await(60, TimeUnit.SECONDS))
                .as("writer and readers wait for each other")
                .isTrue();
        assertThat(queryKey(store)).hasSize(100);
        store.close();
    }

    private static byte[] queryKey(KeyValueStore<Bytes, byte[]> store) {
        return store.query(KeyQuery.<Bytes, byte[]>withKey(KEY), PositionBound.unbounded(), QUIET)
                .getResult();
    }

    private static void queryRange(KeyValueStore<Bytes, byte[]> store) {
        store.query(RangeQuery.<Bytes, byte[]>withNoBounds(), PositionBound.unbounded(), QUIET)
                .getResult()
                .close();
    }

    private static void start(Runnable step, CountDownLatch ended) {
        var thread = new Thread(() -> {
            for (var i = 0; i < TIMES; i++) {
                step.run();
            }
            ended.countDown();
        });
        thread.setDaemon(true);
        thread.start();
    }

    private StateStoreContext context() {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        var mock = new MockProcessorContext<Void, Void>(config, new TaskId(0, 0), directory.toFile());
        mock.setRecordMetadata("topic", 0, 0);
        return mock.getStateStoreContext();
    }
}
