package io.millrace.server;

import io.millrace.core.state.GlobalTables;
import io.millrace.core.state.PersistentStores;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.RequestStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.StateSerde;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.queries.store.StoreDescription;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** What stands in for the token streams: stores filled straight from topics. */
final class TinyTokens {

    /** Input of a request that has ended as soon as it is admitted. */
    static final String ENDED = "nothing";

    private static final StoreName PLANS = StoreName.of("tokens-plans");
    private static final StoreName LOADS = StoreName.of("tokens-loads");
    private static final StoreName REQUESTS = StoreName.of("tokens-requests");
    private static final StoreName ITEMS = StoreName.of("tokens-items");

    private TinyTokens() {}

    static List<StoreDescription> stores(String application) {
        return List.of(
                StoreDescription.global(PLANS, application, Plan.class, "test"),
                StoreDescription.global(LOADS, application, Load.class, "test"),
                StoreDescription.keyValue(REQUESTS, application, RequestState.class, "test")
                        .fedBy(TokensTopics.REQUESTS),
                StoreDescription.keyValue(ITEMS, application, ItemState.class, "test")
                        .routedBefore('|'));
    }

    static Topology build(EventSerdes serdes) {
        var builder = new StreamsBuilder();
        GlobalTables.add(builder, PLANS, TokensTopics.PLANS, serdes);
        GlobalTables.add(builder, LOADS, TokensTopics.LOADS, serdes);
        builder.addStateStore(Stores.keyValueStoreBuilder(
                PersistentStores.keyValue(REQUESTS), Serdes.String(), StateSerde.of(RequestState.class)));
        builder.addStateStore(Stores.keyValueStoreBuilder(
                PersistentStores.keyValue(ITEMS), Serdes.String(), StateSerde.of(ItemState.class)));
        builder.stream(
                        TokensTopics.REQUESTS.name(),
                        Consumed.with(Serdes.String(), serdes.value(TokensTopics.REQUESTS))
                                .withName("requests"))
                .process(Admit::new, Named.as("admit"), REQUESTS.name(), ITEMS.name());
        return builder.build();
    }

    /** Keeps each request as running, with one item and another below it. */
    private static final class Admit implements Processor<String, Request, Void, Void> {

        private @Nullable KeyValueStore<String, RequestState> requests;
        private @Nullable KeyValueStore<String, ItemState> items;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            requests = context.getStateStore(REQUESTS.name());
            items = context.getStateStore(ITEMS.name());
        }

        @Override
        public void process(Record<String, Request> event) {
            var request = event.value();
            if (requests == null || items == null) {
                throw new IllegalStateException("not initialised");
            }
            requests.put(
                    event.key(),
                    RequestState.newBuilder()
                            .setRequestId(event.key())
                            .setPipeline(request.getPipeline())
                            .setStatus(
                                    request.getInput().equals(ENDED) ? RequestStatus.COMPLETE : RequestStatus.RUNNING)
                            .setDeadline(request.getDeadline())
                            .setStartedAt(request.getAt())
                            .setUsage(new Usage(0L, 0L, 0L))
                            .build());
            items.put(event.key() + "|/|answer", item("An answer."));
            items.put(event.key() + "|/1.0/|sentences", item("A sentence."));
        }

        private static ItemState item(String text) {
            return ItemState.newBuilder()
                    .setStatus(ItemStatus.DONE)
                    .setText(text)
                    .build();
        }
    }
}
