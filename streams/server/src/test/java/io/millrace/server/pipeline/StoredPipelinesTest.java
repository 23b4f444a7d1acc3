package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.Positions;
import io.millrace.queries.store.Provenance;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreAnswer;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StorePage;
import io.millrace.queries.store.StoreReader;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredPipelinesTest {

    private static final Provenance PROVENANCE = new Provenance(
            -1, "here", Provenance.Role.GLOBAL, OptionalLong.empty(), Positions.NONE, Provenance.Isolation.COMMITTED);

    private final PlansInMemory store = new PlansInMemory();
    private final StoredPipelines pipelines = new StoredPipelines(store);

    @Test
    void shouldFindTheCurrentVersionByNameAndEachByNumber() {
        store.put("answer", plan("answer", 2));
        store.put("answer|1", plan("answer", 1));
        store.put("answer|2", plan("answer", 2));

        assertThat(pipelines.current()).containsExactly(plan("answer", 2));
        assertThat(pipelines.find("answer")).contains(plan("answer", 2));
        assertThat(pipelines.find("answer", 1)).contains(plan("answer", 1));
    }

    @Test
    void shouldPassOverPlansUnderKeysThatAreNotTheirs() {
        store.put("answer", plan("another", 1));
        store.put("answer|1", plan("another", 1));
        store.put("answer|2", plan("answer", 3));
        store.put("with|bar", plan("with|bar", 1));

        assertThat(pipelines.current()).isEmpty();
        assertThat(pipelines.find("answer")).isEmpty();
        assertThat(pipelines.find("answer", 1)).isEmpty();
        assertThat(pipelines.find("answer", 2)).isEmpty();
        assertThat(pipelines.find("with|bar")).isEmpty();
    }

    private static Plan plan(String pipeline, int version) {
        return new Plan(pipeline, version, "digest", "{}", 1L);
    }

    /** The plans table without Kafka behind it. */
    private static final class PlansInMemory implements StoreReader {

        private final TreeMap<String, StoreEntry> entries = new TreeMap<>();

        void put(String key, Plan plan) {
            entries.put(key, new StoreEntry(key, plan, PROVENANCE));
        }

        @Override
        public StoreDescription description() {
            throw new UnsupportedOperationException("not asked for here");
        }

        @Override
        public StoreAnswer get(String key, ReadOptions options) {
            var found = entries.get(key);
            return new StoreAnswer(key, found == null ? null : found.value(), PROVENANCE);
        }

        @Override
        public StorePage range(KeyRange range, int limit, ReadOptions options, Partial partial) {
            return new StorePage(new ArrayList<>(entries.values()), null);
        }
    }
}
