package io.millrace.engines.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.engines.openai.OpenAiProvider;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.Service;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicReader;
import io.millrace.testkit.TopicWriter;
import io.millrace.testkit.engine.Script;
import io.millrace.testkit.engine.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A pool of two lanes with its topics, for one test: a field with {@code @RegisterExtension}. What it opened is closed after
 * the test, last first. For the thread of the test.
 */
final class PoolFixture implements AfterEachCallback {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String ANSWER = "Streams flow. They meet.";

    private static final int LANES = 2;

    private final TestPlatform platform;
    private final String pool;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final TopicWriter<Work> work;
    private final TopicReader<Element> elements;
    private @Nullable ScriptedServer server;

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

    /** The language model of {@link #worker(Map)} and {@link #child()}, which says {@link #ANSWER}; started when first asked for. */
    ScriptedServer server() {
        if (server == null) {
            try {
                server = open(ScriptedServer.start(Script.saying(ANSWER)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    /** Lane 0 has the work when this returns. */
    void write(Work item) {
        write(0, item);
    }

    /** The lane has the work when this returns. */
    void write(int lane, Work item) {
        work.writeTo(lane, item.getRequestId(), item);
    }

    Work call(String requestId) {
        return call(requestId, 0);
    }

    Work call(String requestId, int index) {
        return WorkSamples.call(pool, requestId, index);
    }

    /** Started; asks {@link #server()}. */
    Worker worker(Map<String, String> settings) {
        return worker(new OpenAiProvider().create(raw(asking(settings))), settings);
    }

    /** A worker in a process of its own, to be killed; asks {@link #server()}. */
    ChildJvm child() {
        var arguments = raw(asking(Map.of("pool", pool))).values().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return open(ChildJvm.start(new ChildJvm.Launch("worker-" + pool, WorkerProcess.class, arguments)));
    }

    /** Started. */
    Worker worker(Engine engine, Map<String, String> settings) {
        return started(Worker.of(
                WorkerSettings.of(pool, raw(settings)),
                core(settings),
                engine,
                Telemetry.of(new SimpleMeterRegistry())));
    }

    /** Started. */
    Worker worker(Service service, Map<String, String> settings) {
        return started(Worker.of(
                WorkerSettings.of(pool, raw(settings)),
                core(settings),
                service,
                Telemetry.of(new SimpleMeterRegistry())));
    }

    /** All elements of the request so far, when as many calls have ended. */
    List<Element> awaitEnds(String requestId, int count) {
        elements.awaitMatching(count, PATIENCE, record -> requestId.equals(record.key()) && isEnd(record.value()));
        return of(requestId);
    }

    /** Waits until at least as many elements of the request are on the log; the first is the start of a call. */
    void awaitElements(String requestId, int count) {
        elements.awaitValues(requestId, count, PATIENCE);
    }

    /** All elements of the request that are on the log now. */
    List<Element> drain(String requestId) {
        elements.drain(PATIENCE);
        return of(requestId);
    }

    List<ConsumerRecord<String, Element>> records(String requestId) {
        return elements.seen().stream()
                .filter(record -> requestId.equals(record.key()))
                .toList();
    }

    List<Element> of(String requestId) {
        return records(requestId).stream().map(ConsumerRecord::value).toList();
    }

    PoolGroup group() {
        return new PoolGroup(core().kafkaClient(), WorkerSettings.of(pool, raw(Map.of())));
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

    /** What a call said, joined. */
    static String text(List<Element> elements) {
        return elements.stream()
                .filter(element -> element.getKind() == ElementKind.DATA)
                .map(Element::getText)
                .collect(Collectors.joining());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (var i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private Worker started(Worker worker) {
        opened.add(worker);
        worker.start();
        return worker;
    }

    private Map<String, String> asking(Map<String, String> settings) {
        var values = new TreeMap<>(settings);
        values.put("engine.url", server().url());
        return values;
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
