package io.millrace.cli.platform;

import io.millrace.cli.http.Api;
import io.millrace.tokens.plan.ShippedPlans;
import java.util.HashSet;
import java.util.Map;

/** Publishes the pipelines that come with Millrace. */
final class DefaultPipelines {

    private static final String PATH = "/api/v1/tokens/pipelines";

    private DefaultPipelines() {}

    /** One whose name is taken is left alone: the user may have changed it. */
    static void publishMissing(Api api) {
        var known = new HashSet<String>();
        api.get(PATH, Map.of())
                .path("pipelines")
                .forEach(plan -> known.add(plan.path("name").asText()));
        for (var name : ShippedPlans.names()) {
            if (!known.contains(name)) {
                api.post(PATH, "application/yaml", ShippedPlans.source(name), Map.of());
            }
        }
    }
}
