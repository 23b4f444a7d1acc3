package io.millrace.server.pipeline;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StoreReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pipelines of the plans store, where {@code name} holds the current version and {@code name|version} each. */
public final class StoredPipelines implements PipelineDirectory {

    private static final int PAGE = 500;

    private final StoreReader plans;

    public StoredPipelines(StoreReader plans) {
        this.plans = plans;
    }

    @Override
    public List<Plan> current() {
        var found = new ArrayList<Plan>();
        var range = KeyRange.ALL;
        while (true) {
            var page = plans.range(range, PAGE);
            page.entries().stream()
                    .filter(entry -> entry.key().indexOf('|') < 0)
                    .map(StoredPipelines::plan)
                    .forEach(found::add);
            if (page.lastKey() == null) {
                return found;
            }
            range = range.after(page.lastKey());
        }
    }

    @Override
    public Optional<Plan> find(String pipeline) {
        // A bar in a name would reach a version by its key.
        return pipeline.indexOf('|') < 0 ? plans.get(pipeline).map(StoredPipelines::plan) : Optional.empty();
    }

    @Override
    public Optional<Plan> find(String pipeline, int version) {
        return plans.get(pipeline + "|" + version).map(StoredPipelines::plan);
    }

    private static Plan plan(StoreEntry entry) {
        return (Plan) entry.value();
    }
}
