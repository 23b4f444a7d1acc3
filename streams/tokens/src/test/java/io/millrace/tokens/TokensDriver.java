package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.Registry;
import io.millrace.events.serde.RegistryPatience;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
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

    /** Of the topology. */
    final MeterRegistry meters;

    private Instant now = START;

    private TokensDriver(EventSerdes serdes, TopologyTestDriver driver, MeterRegistry meters) {
        this.serdes = serdes;
        this.driver = driver;
        this.meters = meters;
    }

    /** @param plans are current from the start */
    static TokensDriver with(Plan... plans) {
        return with(Map.of(), plans);
    }

    /**
     * @param settings of the token streams, where they differ from the defaults
     * @param plans are current from the start
     */
    static TokensDriver with(Map<String, String> settings, Plan... plans) {
        var url = "mock://" + UUID.randomUUID();
        registerSchemas(url);
        var serdes = EventSerdes.of(url, Map.of(), RegistryPatience.none(), MAX_BYTES);
        var meters = new SimpleMeterRegistry();
        var topology = TokensTopology.build(serdes, POOLS, TokensSettings.of(RawSettings.of(settings)), meters);
        var runs = new TopologyTestDriver(topology, DriverProperties.of(url, MAX_BYTES), START);
        var driver = new TokensDriver(serdes, runs, meters);
        List.of(plans).forEach(driver::publish);
        return driver;
    }

    private static void registerSchemas(String registryUrl) {
        var registry = Registry.client(registryUrl, Map.of());
        try {
            for (var topic : TokensTopics.all(POOLS)) {
                registry.register(topic.subject(), Registry.schema(topic));
            }
        } catch (IOException | RestClientException e) {
            throw new IllegalStateException("a registry in memory takes every schema", e);
        }
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

    void publish(@Nullable Plan plan, String key) {
        pipe(TokensTopics.PLANS, key, plan);
    }

    /** Publishes a version and makes it the current one, as the server does. */
    void publish(Plan plan) {
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
        cancel(requestId, List.of(), reason);
    }

    void cancel(String requestId, List<Level> path, String reason) {
        pipe(
                TokensTopics.CONTROL,
                requestId,
                Control.newBuilder()
                        .setRequestId(requestId)
                        .setKind(ControlKind.CANCEL)
                        .setPath(path)
                        .setReason(reason)
                        .setAt(now())
                        .build());
    }

    /** What another task carries of a tenant. */
    void tenant(TenantLoad load) {
        pipe(TokensTopics.TENANTS, load.getTenant() + '|' + load.getPartition(), load);
    }

    /** What the task has told of tenants, null for one that is gone. */
    List<@Nullable TenantLoad> tenants() {
        var told = new ArrayList<@Nullable TenantLoad>();
        read(TokensTopics.TENANTS).forEach(record -> told.add(record.value()));
        return told;
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

    /** The one result since results were read last. */
    Result result() {
        var results = values(TokensTopics.RESULTS);
        assertThat(results).hasSize(1);
        return results.get(0);
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
}
