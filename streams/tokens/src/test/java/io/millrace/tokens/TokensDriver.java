package io.millrace.tokens;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.app.StreamsProperties;
import io.millrace.core.failure.FailureContext;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.failure.GlobalDeadLetters;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.Registry;
import io.millrace.events.serde.RegistryPatience;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topology on a TopologyTestDriver: configuration of production, a registry in memory, and one clock for records and
 * punctuators. At least once, because the driver forgets what a transaction sent before its first record was processed.
 */
final class TokensDriver implements AutoCloseable {

    static final Map<String, Integer> POOLS = Map.of("chat", 3, "retrieve", 2);

    /** Stores whose entries belong to requests. */
    static final List<StoreName> REQUEST_STORES = List.of(
            TokensStores.REQUESTS,
            TokensStores.INPUTS,
            TokensStores.ITEMS,
            TokensStores.SCOPES,
            TokensStores.FRAGMENTS,
            TokensStores.WAKEUPS);

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MAX_BYTES = 1024 * 1024;

    private final EventSerdes serdes;
    private final TopologyTestDriver driver;
    private Instant now = START;

    private TokensDriver(EventSerdes serdes, TopologyTestDriver driver) {
        this.serdes = serdes;
        this.driver = driver;
    }

    static TokensDriver start() throws Exception {
        return with(Map.of());
    }

    /** @param settings of the token streams, where they differ from the defaults */
    static TokensDriver with(Map<String, String> settings) throws Exception {
        var url = "mock://" + UUID.randomUUID();
        var registry = Registry.client(url, Map.of());
        for (var topic : TokensTopics.all(POOLS)) {
            registry.register(topic.subject(), Registry.schema(topic));
        }
        var serdes = EventSerdes.of(url, Map.of(), RegistryPatience.none(), MAX_BYTES);
        var topology = TokensTopology.build(serdes, POOLS, TokensSettings.of(RawSettings.of(settings)));
        return new TokensDriver(serdes, new TopologyTestDriver(topology, properties(url), START));
    }

    private static Properties properties(String registryUrl) {
        var core = CoreSettings.of(RawSettings.of(Map.of(
                CoreSettings.BOOTSTRAP_SERVERS,
                "127.0.0.1:9",
                CoreSettings.REGISTRY_URL,
                registryUrl,
                CoreSettings.STATE_DIR,
                "target/state/" + UUID.randomUUID(),
                CoreSettings.STATE_DIR_TMP_ALLOWED,
                "true")));
        var failures = new FailureContext(
                TokensTopology.APPLICATION, MAX_BYTES, new SimpleMeterRegistry(), new RefusedGlobalLetters());
        var properties = new Properties();
        properties.putAll(StreamsProperties.of(
                TokensTopology.APPLICATION,
                core,
                failures,
                Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE)));
        return properties;
    }

    /** Epoch milliseconds. */
    long now() {
        return now.toEpochMilli();
    }

    /** Lets wall-clock time pass; punctuators see only the last moment. */
    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    void publish(io.millrace.events.avro.tokens.@Nullable Plan plan, String key) {
        pipe(TokensTopics.PLANS, key, plan);
    }

    /** Publishes a version and makes it the current one, as the server does. */
    void publish(io.millrace.events.avro.tokens.Plan plan) {
        publish(plan, plan.getPipeline() + '|' + plan.getVersion());
        publish(plan, plan.getPipeline());
    }

    void ask(Request request) {
        pipe(TokensTopics.REQUESTS, request.getRequestId(), request);
    }

    void emit(Element... elements) {
        for (var element : elements) {
            pipe(TokensTopics.ELEMENTS, element.getRequestId(), element);
        }
    }

    void cancel(String requestId, String reason) {
        pipe(
                TokensTopics.CONTROL,
                requestId,
                Control.newBuilder()
                        .setRequestId(requestId)
                        .setKind(ControlKind.CANCEL)
                        .setReason(reason)
                        .setAt(now())
                        .build());
    }

    void report(Load load) {
        pipe(TokensTopics.LOADS, load.getReplica(), load);
    }

    <V extends SpecificRecord> void pipe(Topic<V> topic, String key, @Nullable V value) {
        pipe(topic, key, value, new RecordHeaders());
    }

    <V extends SpecificRecord> void pipe(Topic<V> topic, String key, @Nullable V value, Headers headers) {
        driver.createInputTopic(topic.name(), new StringSerializer(), serdes.serializer(topic))
                .pipeInput(new TestRecord<>(key, value, headers, now));
    }

    void pipeRaw(Topic<?> topic, byte[] key, byte @Nullable [] value) {
        driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, now));
    }

    /** What came on the topic since it was read last. */
    <V extends SpecificRecord> List<TestRecord<String, V>> read(Topic<V> topic) {
        if (!driver.producedTopicNames().contains(topic.name())) {
            return List.of();
        }
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), serdes.deserializer(topic))
                .readRecordsToList();
    }

    <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        return read(topic).stream().map(TestRecord::value).toList();
    }

    /** Work of all pools since it was read last. */
    List<Work> work() {
        var work = new ArrayList<Work>();
        POOLS.forEach((pool, lanes) -> work.addAll(values(TokensTopics.work(pool, lanes))));
        return work;
    }

    List<TestRecord<byte[], byte[]>> rejected(Topic<?> topic) {
        return raw(FailurePolicy.rejectedTopic(topic.name()));
    }

    List<TestRecord<byte[], byte[]>> letters() {
        return raw(FailurePolicy.deadLetterTopic(TokensTopology.APPLICATION));
    }

    private List<TestRecord<byte[], byte[]>> raw(String topic) {
        if (!driver.producedTopicNames().contains(topic)) {
            return List.of();
        }
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Keys in a store, in its order. */
    List<String> keys(StoreName name) {
        var keys = new ArrayList<String>();
        try (var entries = driver.<String, Object>getKeyValueStore(name.name()).all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    /** All stores of requests with all that is in them, as text. */
    String contents() {
        var contents = new StringBuilder();
        for (var name : REQUEST_STORES) {
            try (var entries =
                    driver.<String, Object>getKeyValueStore(name.name()).all()) {
                entries.forEachRemaining(entry -> contents.append(name.name())
                        .append(' ')
                        .append(entry.key)
                        .append(' ')
                        .append(entry.value)
                        .append('\n'));
            }
        }
        return contents.toString();
    }

    @Override
    public void close() {
        driver.close();
    }

    /** The driver has a failure policy of its own for global tables. */
    private static final class RefusedGlobalLetters implements GlobalDeadLetters {
        @Override
        public void write(ProducerRecord<byte[], byte[]> letter) {
            throw new AssertionError("a dead letter of a global table: " + letter);
        }

        @Override
        public void close() {}
    }
}
