package io.millrace.engines.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.engines.openai.OpenAiProvider;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A pool of two lanes with a scripted language model behind it, and the log of its elements. For one thread. */
final class WorkedPool implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final String pool;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ScriptedServer server;
    private final TopicWriter<Work> work;
    private final TopicReader<Element> elements;

    private WorkedPool(String pool, ScriptedServer server, Topic<Work> topic) {
        this.pool = pool;
        this.server = open(server);
        this.work = open(PLATFORM.writer(topic));
        this.elements = open(PLATFORM.reader(TokensTopics.ELEMENTS, Isolation.UNCOMMITTED));
    }

    static WorkedPool open(String pool) throws IOException {
        var topic = TokensTopics.work(pool, 2);
        PLATFORM.create(List.of(TokensTopics.ELEMENTS, TokensTopics.LOADS, topic));
        try (var admin = TopicAdmin.of(PLATFORM.settings())) {
            admin.createDeadLetters(List.of(WorkDeadLetters.APPLICATION));
        }
        return new WorkedPool(pool, ScriptedServer.start(Script.saying("Streams flow. They meet.")), topic);
    }

    ScriptedServer server() {
        return server;
    }

    TopicWriter<Work> work() {
        return work;
    }

    Worker worker(Map<String, String> overrides) {
        return worker(WorkerSettings.of(pool, raw(overrides)));
    }

    Worker worker(WorkerSettings settings) {
        var engine = new OpenAiProvider().create(raw(Map.of()));
        var worker = Worker.of(settings, PLATFORM.settings(), engine, new SimpleMeterRegistry());
        opened.add(worker);
        worker.start();
        return worker;
    }

    ChildJvm child() {
        var arguments = raw(Map.of()).values().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return open(ChildJvm.start(new ChildJvm.Launch("worker-" + pool, WorkerProcess.class, arguments)));
    }

    RawSettings raw(Map<String, String> overrides) {
        var values = new TreeMap<String, String>();
        values.put("pool", pool);
        values.put("pool." + pool + ".lanes", "2");
        values.put("engine.url", server.url());
        values.put("worker.session.timeout.ms", "6000");
        values.put("worker.close.timeout.ms", "200");
        values.putAll(overrides);
        return PLATFORM.rawSettings(values);
    }

    /** All elements of the request so far, once {@code count} calls of it have ended. */
    List<Element> awaitTerminals(String request, int count) {
        elements.awaitMatching(count, PATIENCE, message -> request.equals(message.key()) && isTerminal(message));
        return of(request);
    }

    void awaitCount(String request, int count) {
        elements.awaitValues(request, count, PATIENCE);
    }

    private List<Element> of(String request) {
        return elements.seen().stream()
                .filter(message -> request.equals(message.key()))
                .map(ConsumerRecord::value)
                .toList();
    }

    /** Sends a call down each lane and says who did those of the request so far. */
    List<String> replicasOf(String request) {
        int next = of(request).size() + 10;
        work.writeTo(0, request, WorkSamples.call(pool, request, next));
        work.writeTo(1, request, WorkSamples.call(pool, request, next + 1));
        elements.drain(PATIENCE);
        return of(request).stream().map(Element::getReplica).distinct().toList();
    }

    boolean ended(String request, int index) {
        elements.drain(PATIENCE);
        return of(request).stream()
                .anyMatch(element ->
                        element.getPath().get(0).getIndex() == index && element.getKind() == ElementKind.END);
    }

    /** The offset up to which the lane is committed. */
    long committed(int lane) throws Exception {
        try (var admin = Admin.create(PLATFORM.settings().kafkaClient())) {
            var offsets = admin.listConsumerGroupOffsets("millrace.workers." + pool)
                    .partitionsToOffsetAndMetadata()
                    .get();
            var offset = offsets.get(new TopicPartition(TokensTopics.WORK_PREFIX + pool, lane));
            return offset == null ? 0 : offset.offset();
        }
    }

    private static boolean isTerminal(ConsumerRecord<String, Element> message) {
        var kind = message.value().getKind();
        return kind == ElementKind.END || kind == ElementKind.ERROR;
    }

    static String text(List<Element> elements) {
        var text = new StringBuilder();
        elements.stream()
                .filter(element -> element.getKind() == ElementKind.DATA)
                .forEach(element -> text.append(element.getText()));
        return text.toString();
    }

    /** Closed with the pool. */
    <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }
}
