package io.millrace.server.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.RequestStatus;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.json.AvroJson;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StoreReader;
import io.millrace.server.http.Json;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A request as callers see it: where it stands, time and tokens of each stage, and the tree of its items. */
public final class RequestView {

    /** More items than this are left out of the tree, which then says so. */
    private static final int MOST_ITEMS = 2_000;

    private static final Set<RequestStatus> ENDED =
            EnumSet.of(RequestStatus.COMPLETE, RequestStatus.PARTIAL, RequestStatus.FAILED, RequestStatus.CANCELLED);

    private final StoreReader requests;
    private final StoreReader items;
    private final Asking asking;
    private final String currency;

    /** @param currency of costs */
    public RequestView(StoreReader requests, StoreReader items, Asking asking, String currency) {
        this.requests = requests;
        this.items = items;
        this.asking = asking;
        this.currency = currency;
    }

    /**
     * The request as JSON.
     *
     * @throws io.millrace.queries.ProblemException UNKNOWN_REQUEST, NOT_READY or STORE_MOVING
     */
    public ObjectNode show(String id) {
        var found = requests.find(id);
        if (found.isEmpty()) {
            var recent = asking.recent(id).orElseThrow(() -> unknown(id));
            return Json.object()
                    .put("requestId", id)
                    .put("pipeline", recent.getPipeline())
                    .put("status", "ACCEPTED")
                    .put("deadline", recent.getDeadline());
        }
        var json = (ObjectNode) AvroJson.toJson(found.get().value());
        json.remove("replyTo");
        json.put("currency", currency);
        var waits = new QueueWaits();
        json.set("tree", tree(id, waits));
        waits.addTo(json.path("stages"));
        return json;
    }

    /** When the request was admitted, epoch milliseconds; when it was published where that has not happened yet. */
    long startedAt(String id) {
        Optional<Long> admitted = requests.find(id).map(entry -> ((RequestState) entry.value()).getStartedAt());
        return admitted.orElseGet(
                () -> asking.recent(id).orElseThrow(() -> unknown(id)).getAt());
    }

    /**
     * How the request ended; empty while it runs.
     *
     * @throws io.millrace.queries.ProblemException UNKNOWN_REQUEST
     */
    Optional<RequestStatus> ended(String id) {
        var found = requests.find(id);
        if (found.isEmpty() && asking.recent(id).isEmpty()) {
            throw unknown(id);
        }
        return found.map(entry -> ((RequestState) entry.value()).getStatus()).filter(ENDED::contains);
    }

    private ObjectNode tree(String id, QueueWaits waits) {
        var tree = new ItemTree();
        var range = KeyRange.prefix(id + "|");
        int left = MOST_ITEMS;
        while (left > 0) {
            var page = items.range(range, Math.min(left, 500));
            page.entries().forEach(entry -> add(tree, waits, entry));
            left -= page.entries().size();
            if (page.lastKey() == null) {
                return tree.json();
            }
            range = range.after(page.lastKey());
        }
        return tree.json().put("truncated", true);
    }

    /** Keys are {@code requestId|path|stage}. */
    private static void add(ItemTree tree, QueueWaits waits, StoreEntry entry) {
        var parts = entry.key().split("\\|", 3);
        if (parts.length == 3) {
            var item = (ItemState) entry.value();
            tree.add(parts[1], parts[2], item);
            waits.add(parts[2], item);
        }
    }

    private static ProblemException unknown(String id) {
        return Problem.UNKNOWN_REQUEST.because(
                "no request is called '" + id + "', or it has ended too long ago; its result may still be on the log");
    }
}
