package io.millrace.engines.worker;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.Service;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicReader;
import io.millrace.testkit.TopicWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A pool of two lanes with its topics; what it opened is closed with it, last first. */
final class PoolFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int LANES = 2;

    private final TestPlatform platform;
    private final String pool;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final TopicWriter<Work> work;
    private final TopicReader<Element> elements;

    PoolFixture(TestPlatform platform) {
        this.platform = platform;
        this.pool = platform.uniqueName("pool");
        platform.create(List.of(TokensTopics.ELEMENTS, TokensTopics.LOADS, topic()));
        try (var admin = TopicAdmin.of(core())) {
            admin.createDeadLetters(List.of(WorkDeadLetters.APPLICATION));
        }
        this.work = open(platform.writer(topic()));
        this.elements = open(platform.reader(TokensTopics.ELEMENTS, Isolation.UNCOMMITTED));
    }

    String pool() {
        return pool;
    }

    Topic<Work> topic() {
        return TokensTopics.work(pool, LANES);
    }

    /** Lane 0 has the work when this returns. */
    void write(Work item) {
        work.writeTo(0, item.getRequestId(), item);
    }

    Work call(String requestId) {
        return WorkSamples.call(pool, requestId, 0);
    }

    /** Started. */
    Worker worker(Engine engine, Map<String, String> settings) {
        return started(
                Worker.of(WorkerSettings.of(pool, raw(settings)), core(settings), engine, new SimpleMeterRegistry()));
    }

    /** Started. */
    Worker worker(Service service, Map<String, String> settings) {
        return started(
                Worker.of(WorkerSettings.of(pool, raw(settings)), core(settings), service, new SimpleMeterRegistry()));
    }

    /** All elements of the request so far, when as many calls have ended. */
    List<Element> awaitEnds(String requestId, int count) {
        elements.awaitMatching(count, PATIENCE, record -> requestId.equals(record.key()) && isEnd(record.value()));
        return of(requestId);
    }

    /** Waits until the start of a call is on the log. */
    void awaitBegun(String requestId) {
        elements.awaitValues(requestId, 1, PATIENCE);
    }

    List<ConsumerRecord<String, Element>> records(String requestId) {
        return elements.seen().stream()
                .filter(record -> requestId.equals(record.key()))
                .toList();
    }

    List<Element> of(String requestId) {
        return records(requestId).stream().map(ConsumerRecord::value).toList();
    }

    /** Waits until all before {@code offset} of lane 0 is done with. */
    void awaitCommitted(long offset) {
        await().atMost(PATIENCE).until(() -> committed() == offset);
    }

    /** Dead letters of this request's work. */
    List<ConsumerRecord<String, byte[]>> letters(String requestId) {
        try (var letters =
                platform.reader(WorkDeadLetters.APPLICATION + ".dlq", (topic, bytes) -> bytes, Isolation.UNCOMMITTED)) {
            return letters.drain(PATIENCE).stream()
                    .filter(letter -> requestId.equals(letter.key()))
                    .toList();
        }
    }

    <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        for (var i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private Worker started(Worker worker) {
        opened.add(worker);
        worker.start();
        return worker;
    }

    private long committed() throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(core().kafkaClient())) {
            var offset = admin.listConsumerGroupOffsets("millrace.workers." + pool)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topic().name(), 0));
            return offset == null ? 0 : offset.offset();
        }
    }

    private CoreSettings core() {
        return core(Map.of());
    }

    private CoreSettings core(Map<String, String> settings) {
        return CoreSettings.of(raw(settings));
    }

    private RawSettings raw(Map<String, String> settings) {
        var values = new TreeMap<String, String>();
        values.put("pool." + pool + ".lanes", Integer.toString(LANES));
        values.put(WorkerSettings.SESSION_TIMEOUT, "6000");
        values.put(WorkerSettings.CLOSE_TIMEOUT, "200");
        values.put(CoreSettings.OUTAGE_RETRY, "500");
        values.putAll(settings);
        return platform.rawSettings(values);
    }

    private static boolean isEnd(Element element) {
        return element.getKind() == ElementKind.END || element.getKind() == ElementKind.ERROR || element.getComplete();
    }
}
