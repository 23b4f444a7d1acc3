package io.millrace.tokens;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.state.GlobalTables;
import io.millrace.core.state.PersistentStores;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.PinnedPlan;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.ScopeState;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.StateSerde;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.tokens.plan.ParsedPlans;
import io.millrace.tokens.process.AdvanceProcessor;
import io.millrace.tokens.process.Nodes;
import io.millrace.tokens.process.TokensMeters;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/**
 * Token streams: requests, what workers emit and orders meet by request in one task; an interpreter of plans turns them
 * into work on lanes, replies to waiting clients and one result.
 *
 * <p>The application never writes to a topic that its tasks read: a record of an open transaction would hold back the others
 * behind it until the commit.
 */
public final class TokensTopology {

    /** Application id. */
    public static final String APPLICATION = "millrace.tokens";

    private final Topology topology = new Topology();
    private final EventSerdes serdes;

    private TokensTopology(EventSerdes serdes) {
        this.serdes = serdes;
    }

    /**
     * @param pools number of lanes of each pool of engines or services
     * @param meters of the process
     */
    public static Topology build(
            EventSerdes serdes, Map<String, Integer> pools, TokensSettings settings, MeterRegistry meters) {
        return new TokensTopology(serdes).wire(pools, settings, new TokensMeters(meters));
    }

    private Topology wire(Map<String, Integer> pools, TokensSettings settings, TokensMeters meters) {
        GlobalTables.add(topology, TokensStores.PLANS, TokensTopics.PLANS, serdes);
        GlobalTables.add(topology, TokensStores.LOADS, TokensTopics.LOADS, serdes);
        GlobalTables.add(topology, TokensStores.TENANT_LOADS, TokensTopics.TENANTS, serdes);
        source(Nodes.REQUESTS, TokensTopics.REQUESTS);
        source(Nodes.ELEMENTS, TokensTopics.ELEMENTS);
        source(Nodes.CONTROL, TokensTopics.CONTROL);
        advance(pools, settings, meters);
        work();
        replies();
        sink(Nodes.DERIVED, TokensTopics.DERIVED);
        sink(Nodes.RESULTS, TokensTopics.RESULTS);
        sink(Nodes.USAGE, TokensTopics.USAGE);
        sink(Nodes.DOCUMENTS, TokensTopics.DOCUMENTS);
        sink(Nodes.TENANTS, TokensTopics.TENANTS);
        return topology;
    }

    private void advance(Map<String, Integer> pools, TokensSettings settings, TokensMeters meters) {
        var parsed = new ParsedPlans();
        var bounds = settings.advance(pools.keySet());
        topology.addProcessor(
                Nodes.ADVANCE,
                () -> new AdvanceProcessor(pools, settings::scheduler, parsed, bounds, meters),
                Nodes.REQUESTS,
                Nodes.ELEMENTS,
                Nodes.CONTROL);
        store(TokensStores.REQUESTS, StateSerde.of(RequestState.class));
        store(TokensStores.INPUTS, StateSerde.of(Request.class));
        store(TokensStores.ITEMS, StateSerde.of(ItemState.class));
        store(TokensStores.SCOPES, StateSerde.of(ScopeState.class));
        store(TokensStores.FRAGMENTS, StateSerde.of(Element.class));
        store(TokensStores.PINNED_PLANS, StateSerde.of(PinnedPlan.class));
        store(TokensStores.TENANTS, StateSerde.of(TenantLoad.class));
        store(TokensStores.WAKEUPS, Serdes.String());
    }

    /**
     * Without Kafka Streams' cache: writing out what it held made every commit stall the thread for 30 to 70 ms, and the
     * interpreter writes an entry once for an event anyway (decision 6).
     */
    private void store(StoreName name, Serde<?> values) {
        topology.addStateStore(
                Stores.keyValueStoreBuilder(PersistentStores.keyValue(name), Serdes.String(), values)
                        .withCachingDisabled(),
                Nodes.ADVANCE);
    }

    private <V extends SpecificRecord> void source(String node, Topic<V> topic) {
        topology.addSource(node, new StringDeserializer(), serdes.deserializer(topic), topic.name());
    }

    private <V extends SpecificRecord> void sink(String node, Topic<V> topic) {
        topology.addSink(node, topic.name(), new StringSerializer(), serdes.serializer(topic), Nodes.ADVANCE);
    }

    private void work() {
        StreamPartitioner<String, Work> lane = (topic, key, work, partitions) -> Optional.of(Set.of(work.getLane()));
        topology.addSink(
                Nodes.WORK,
                (key, work, context) -> TokensTopics.WORK_PREFIX + work.getPool(),
                new StringSerializer(),
                serdes.serializer(TokensTopics.work("any", 1)),
                lane,
                Nodes.ADVANCE);
    }

    private void replies() {
        StreamPartitioner<String, Reply> frontDoor =
                (topic, key, reply, partitions) -> Optional.of(Set.of(Math.floorMod(reply.getReplyTo(), partitions)));
        topology.addSink(
                Nodes.REPLIES,
                TokensTopics.REPLIES.name(),
                new StringSerializer(),
                serdes.serializer(TokensTopics.REPLIES),
                frontDoor,
                Nodes.ADVANCE);
    }
}
