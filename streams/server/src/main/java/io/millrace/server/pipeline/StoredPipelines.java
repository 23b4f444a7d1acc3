package io.millrace.server.pipeline;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.StoreReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pipelines of the plans store, where {@code name} holds the current version and {@code name|version} each. Kafka's own
 * clients can write any plan under any key: an entry whose key is not that of its plan is as if it were not there.
 */
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
            for (var entry : page.entries()) {
                var plan = (Plan) entry.value();
                if (isCurrent(plan, entry.key())) {
                    found.add(plan);
                }
            }
            if (page.lastKey() == null) {
                return found;
            }
            range = range.after(page.lastKey());
        }
    }

    @Override
    public Optional<Plan> find(String pipeline) {
        return plan(pipeline).filter(plan -> isCurrent(plan, pipeline));
    }

    @Override
    public Optional<Plan> find(String pipeline, int version) {
        return plan(pipeline + "|" + version)
                .filter(plan -> plan.getPipeline().equals(pipeline) && plan.getVersion() == version);
    }

    private Optional<Plan> plan(String key) {
        return plans.find(key).map(entry -> (Plan) entry.value());
    }

    /** A bar in a name would make the key of the current version look like that of a version of another. */
    private static boolean isCurrent(Plan plan, String key) {
        return plan.getPipeline().equals(key) && key.indexOf('|') < 0;
    }
}
