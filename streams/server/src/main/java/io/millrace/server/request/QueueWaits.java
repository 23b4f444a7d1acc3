package io.millrace.server.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.events.avro.tokens.ItemState;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;

/** How long the calls of each stage waited for a worker, as far as their items were read: from issue to START. */
final class QueueWaits {

    private final Map<String, LongSummaryStatistics> byStage = new HashMap<>();

    /** Items of no call, and calls that have not begun, do not count. */
    void add(String stage, ItemState item) {
        if (item.getIssuedAt() > 0 && item.getStartedAt() > 0) {
            byStage.computeIfAbsent(stage, unused -> new LongSummaryStatistics())
                    .accept(Math.max(0, item.getStartedAt() - item.getIssuedAt()));
        }
    }

    /** @param stages array of summaries, each with its {@code stage} */
    void addTo(JsonNode stages) {
        for (var stage : stages) {
            var waits = byStage.get(stage.path("stage").asText());
            if (waits != null) {
                ((ObjectNode) stage)
                        .putObject("queueWait")
                        .put("calls", waits.getCount())
                        .put("meanMs", waits.getAverage())
                        .put("longestMs", waits.getMax());
            }
        }
    }
}
