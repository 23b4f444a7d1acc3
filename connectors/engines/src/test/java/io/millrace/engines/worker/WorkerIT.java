package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.engines.openai.OpenAiProvider;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicReader;
import io.millrace.testkit.TopicWriter;
import io.millrace.testkit.engine.Script;
import io.millrace.testkit.engine.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class WorkerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final String pool = PLATFORM.uniqueName("pool");
    private final List<AutoCloseable> opened = new ArrayList<>();
    private ScriptedServer server;
    private TopicWriter<Work> work;
    private TopicReader<Element> elements;

    @BeforeEach
    void openPool() throws IOException {
        var topic = TokensTopics.work(pool, 2);
        PLATFORM.create(List.of(TokensTopics.ELEMENTS, TokensTopics.LOADS, topic));
        try (var admin = TopicAdmin.of(core())) {
            admin.createDeadLetters(List.of(WorkDeadLetters.APPLICATION));
        }
        server = open(ScriptedServer.start(Script.saying("Streams flow. They meet.")));
        work = open(PLATFORM.writer(topic));
        elements = open(PLATFORM.reader(TokensTopics.ELEMENTS, Isolation.UNCOMMITTED));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void shouldStreamElementsInOrderWithoutGaps() {
        worker(Map.of());

        work.writeTo(0, "r1-" + pool, WorkSamples.call(pool, "r1-" + pool, 0));

        var run = awaitTerminals("r1-" + pool, 1);
        assertThat(run)
                .extracting(Element::getKind)
                .startsWith(ElementKind.START)
                .endsWith(ElementKind.END);
        assertThat(text(run)).isEqualTo("Streams flow. They meet.");
        for (int seq = 0; seq < run.size(); seq++) {
            assertThat(run.get(seq).getSeq()).isEqualTo(seq);
        }
        assertThat(run.get(0).getPool()).isEqualTo(pool);
        assertThat(run.get(0).getTenant()).isEqualTo("acme");
        assertThat(run.get(run.size() - 1).getUsage().getCompletionTokens()).isEqualTo(4);
    }

    @Test
    void shouldDropRepeatOfFinishedCall() {
        var request = "repeat-" + pool;
        worker(Map.of());
        work.writeTo(0, request, WorkSamples.call(pool, request, 0));
        awaitTerminals(request, 1);

        work.writeTo(0, request, WorkSamples.call(pool, request, 0));
        work.writeTo(0, request, WorkSamples.call(pool, request, 1));

        awaitTerminals(request, 2);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void shouldAbortBeforeTheFirstTokenWhenCancelled() throws Exception {
        // Given
        var request = "cancel-" + pool;
        var gone = new CountDownLatch(1);
        server.script((asked, reply) -> {
            reply.open().awaitClientGone();
            gone.countDown();
        });
        worker(Map.of());
        var call = WorkSamples.call(pool, request, 0);
        work.writeTo(0, request, call);
        await().until(() -> server.requests().size() == 1);

        // When
        var before = System.nanoTime();
        work.writeTo(0, request, WorkSamples.cancel(call, null));

        // Then
        gone.await();
        var aborted = Duration.ofNanos(System.nanoTime() - before);
        var run = awaitTerminals(request, 1);
        assertThat(run).extracting(Element::getKind).containsExactly(ElementKind.START, ElementKind.ERROR);
        assertThat(run.get(1).getErrorCode()).isEqualTo("CANCELLED");
        assertThat(run.get(1).getUsage().getPromptTokens()).isPositive();
        assertThat(aborted).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void shouldBeginAfreshWhatWasCancelledAndComesAgain() {
        // Given
        var request = "again-" + pool;
        worker(Map.of());
        var call = WorkSamples.call(pool, request, 0);
        work.writeTo(0, request, call);
        awaitTerminals(request, 1);

        // When
        work.writeTo(0, request, WorkSamples.cancel(call, null));
        work.writeTo(0, request, call);

        // Then
        var both = awaitTerminals(request, 2);
        assertThat(both.stream().map(Element::getRun).distinct()).hasSize(2);
    }

    @Test
    void shouldDoWorkAgainWhenTheWorkerIsKilled() {
        // Given
        var request = "killed-" + pool;
        var begun = new CountDownLatch(1);
        server.script((asked, reply) -> {
            reply.token("half ");
            begun.countDown();
            reply.hang();
        });
        var victim = child();
        work.writeTo(0, request, WorkSamples.call(pool, request, 0));
        awaitCount(request, 2);

        // When
        victim.kill();
        server.script(Script.saying("whole answer"));
        worker(Map.of());

        // Then
        var all = awaitTerminals(request, 1);
        assertThat(all.stream().map(Element::getRun).distinct()).hasSize(2);
        var last = all.get(all.size() - 1).getRun();
        var again =
                all.stream().filter(element -> element.getRun().equals(last)).toList();
        assertThat(text(again)).isEqualTo("whole answer");
        assertThat(again.get(0).getSeq()).isZero();
    }

    @Test
    void shouldNotCommitPastWorkThatHangsThoughFiftyLaterOnesEnded() throws Exception {
        // Given
        var request = "hang-" + pool;
        server.script((asked, reply) -> {
            if (asked.lastMessage().endsWith(" 0")) {
                reply.hang();
            }
            reply.words("done at once").done();
        });
        var victim = child();
        for (int index = 0; index <= 50; index++) {
            work.writeTo(0, request, WorkSamples.call(pool, request, index));
        }
        awaitTerminals(request, 50);

        // When
        victim.kill();

        // Then
        assertThat(committed(0)).isZero();
        server.script(Script.saying("now"));
        worker(Map.of());
        awaitTerminals(request, 101);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed(0)).isEqualTo(51));
    }

    @Test
    void shouldMoveLanesToSecondWorkerAndBack() {
        // Given
        var request = "moves-" + pool;
        worker(Map.of());
        work.writeTo(0, request, WorkSamples.call(pool, request, 0));
        work.writeTo(1, request, WorkSamples.call(pool, request, 1));
        awaitTerminals(request, 2);

        // When
        var second = worker(Map.of("worker.replica", "second"));
        await().atMost(PATIENCE).until(() -> replicasOf(request).contains("second-" + pool));

        // Then
        second.close();
        work.writeTo(0, request, WorkSamples.call(pool, request, 1000));
        work.writeTo(1, request, WorkSamples.call(pool, request, 1001));
        await().atMost(PATIENCE).until(() -> ended(request, 1000) && ended(request, 1001));
    }

    @Test
    void shouldHandOverRunningCallWhenClosed() {
        // Given
        var request = "handover-" + pool;
        server.script((asked, reply) -> reply.token("half ").hang());
        var first = worker(Map.of("worker.close.timeout.ms", "100"));
        work.writeTo(0, request, WorkSamples.call(pool, request, 0));
        awaitCount(request, 2);

        // When
        first.close();

        // Then
        var handedOver = awaitTerminals(request, 1);
        assertThat(handedOver.get(handedOver.size() - 1).getErrorCode()).isEqualTo("CANCELLED");
        server.script(Script.saying("whole answer"));
        worker(Map.of());
        var all = awaitTerminals(request, 2);
        assertThat(all.get(all.size() - 1).getKind()).isEqualTo(ElementKind.END);
    }

    @Test
    void shouldHoldBackLaneThatIsFull() throws Exception {
        // Given
        var request = "full-" + pool;
        var open = new CountDownLatch(1);
        server.script((asked, reply) -> reply.await(open).words("free").done());
        var settings = WorkerSettings.of(pool, raw(Map.of("worker.lane.queue.max", "10", "worker.replica", "full")));
        worker(settings);
        for (int index = 0; index < 400; index++) {
            work.writeTo(0, request, WorkSamples.call(pool, request, index));
        }

        // When
        var loads = open(PLATFORM.reader(TokensTopics.LOADS, Isolation.UNCOMMITTED));
        loads.awaitMatching(
                3,
                PATIENCE,
                load -> load.value() != null
                        && load.key().equals("full-" + pool)
                        && load.value().getWaiting() >= 10
                        && load.value().getRunning() == 8);

        // Then: one poll of 100 records may go beyond the mark of each of two lanes
        assertThat(loads.seen().stream().map(ConsumerRecord::value).filter(Objects::nonNull))
                .allMatch(load -> load.getWaiting() < 220);
        open.countDown();
        awaitTerminals(request, 400);
    }

    @Test
    void shouldSetAsideUndecodableWorkAndGoOn() {
        // Given
        var request = "poison-" + pool;
        worker(Map.of());

        // When
        try (var raw = PLATFORM.rawWriter(TokensTopics.WORK_PREFIX + pool)) {
            raw.writeTo(0, request, "nonsense".getBytes(StandardCharsets.UTF_8));
        }
        work.writeTo(0, request, WorkSamples.call(pool, request, 0));

        // Then
        awaitTerminals(request, 1);
        var letters = open(
                PLATFORM.reader(WorkDeadLetters.APPLICATION + ".dlq", (name, bytes) -> bytes, Isolation.UNCOMMITTED));
        var letter = letters.awaitMatching(1, PATIENCE, message -> request.equals(message.key()));
        assertThat(letter.get(0).value()).isEqualTo("nonsense".getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed(0)).isEqualTo(2));
    }

    @Test
    void shouldAnswerLateAndUnreadableWorkWithErrors() {
        var request = "bad-" + pool;
        worker(Map.of());
        var late = WorkSamples.call(pool, request, 0);
        late.setDeadline(1);
        var unreadable = WorkSamples.call(pool, request, 1);
        unreadable.setInput("{\"index\": ");

        work.writeTo(0, request, late);
        work.writeTo(0, request, unreadable);

        var all = awaitTerminals(request, 2);
        assertThat(all).extracting(Element::getErrorCode).contains("DEADLINE", "INVALID_INPUT");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void shouldTakeItsLoadAwayWhenClosed() {
        // Given
        var worker = worker(Map.of("worker.replica", "gone"));
        var loads = open(PLATFORM.reader(TokensTopics.LOADS, Isolation.UNCOMMITTED));
        loads.awaitMatching(
                1,
                PATIENCE,
                load -> load.key().equals("gone-" + pool)
                        && load.value() != null
                        && load.value().getLanes().equals(List.of(0, 1)));

        // When
        worker.close();

        // Then
        loads.awaitMatching(1, PATIENCE, load -> load.key().equals("gone-" + pool) && load.value() == null);
    }

    private Worker worker(Map<String, String> overrides) {
        return worker(WorkerSettings.of(pool, raw(overrides)));
    }

    private Worker worker(WorkerSettings settings) {
        var engine = new OpenAiProvider().create(raw(Map.of()));
        var worker = Worker.of(settings, core(), engine, new SimpleMeterRegistry());
        opened.add(worker);
        worker.start();
        return worker;
    }

    private ChildJvm child() {
        var arguments = raw(Map.of()).values().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return open(ChildJvm.start(new ChildJvm.Launch("worker-" + pool, WorkerProcess.class, arguments)));
    }

    private RawSettings raw(Map<String, String> overrides) {
        var values = new TreeMap<String, String>();
        values.put("pool", pool);
        values.put("pool." + pool + ".lanes", "2");
        values.put("engine.url", server == null ? "http://127.0.0.1:1" : server.url());
        values.put("worker.session.timeout.ms", "6000");
        values.put("worker.close.timeout.ms", "200");
        values.putAll(overrides);
        return PLATFORM.rawSettings(values);
    }

    private CoreSettings core() {
        return CoreSettings.of(raw(Map.of()));
    }

    private List<Element> awaitTerminals(String request, int count) {
        elements.awaitMatching(count, PATIENCE, message -> request.equals(message.key()) && isTerminal(message));
        return of(request);
    }

    private void awaitCount(String request, int count) {
        elements.awaitValues(request, count, PATIENCE);
    }

    private List<Element> of(String request) {
        return elements.seen().stream()
                .filter(message -> request.equals(message.key()))
                .map(ConsumerRecord::value)
                .toList();
    }

    /** Sends a call down each lane and says who did those of the request so far. */
    private List<String> replicasOf(String request) {
        int next = of(request).size() + 10;
        work.writeTo(0, request, WorkSamples.call(pool, request, next));
        work.writeTo(1, request, WorkSamples.call(pool, request, next + 1));
        elements.drain(PATIENCE);
        return of(request).stream().map(Element::getReplica).distinct().toList();
    }

    private boolean ended(String request, int index) {
        elements.drain(PATIENCE);
        return of(request).stream()
                .anyMatch(element ->
                        element.getPath().get(0).getIndex() == index && element.getKind() == ElementKind.END);
    }

    private long committed(int lane) throws Exception {
        try (var admin = Admin.create(core().kafkaClient())) {
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

    private static String text(List<Element> elements) {
        var text = new StringBuilder();
        elements.stream()
                .filter(element -> element.getKind() == ElementKind.DATA)
                .forEach(element -> text.append(element.getText()));
        return text.toString();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
