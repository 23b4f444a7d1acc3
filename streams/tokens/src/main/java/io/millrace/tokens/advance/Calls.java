package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.events.avro.tokens.Message;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.PromptBlocks;
import io.millrace.events.tokens.Sampling;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Stage;
import io.millrace.tokens.plan.Template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Issues and cancels the calls that workers do. */
final class Calls {

    private final Flow flow;
    private final WorkLimit limit;
    private final Affinity affinity;

    Calls(Flow flow, WorkLimit limit) {
        this.flow = flow;
        this.limit = limit;
        this.affinity = new Affinity(flow, this);
    }

    Affinity affinity() {
        return affinity;
    }

    /** @param lineage of the input of the call */
    void issue(RequestRun run, Stage stage, ItemPath path, int lineage) {
        if (run.isExpired()) {
            flow.fail(run, stage, path, deadline(lineage));
            return;
        }
        if (run.isCancelled(path)) {
            flow.fail(run, stage, path, cancelled(lineage));
            return;
        }
        var values = Values.of(run, stage, path);
        try {
            var messages = messages(run, stage, values);
            send(run, stage, path, messages, values, run.attempt(path, lineage));
        } catch (TemplateException e) {
            flow.fail(run, stage, path, Outcome.failed("TEMPLATE", String.valueOf(e.getMessage()), lineage));
        }
    }

    /** Sends the work of an open call once more, under the same identity. */
    void issueAgain(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        var values = Values.of(run, stage, path);
        send(run, stage, path, messages(run, stage, values), values, item.getAttempt());
    }

    /** Aborts every run of an open call. */
    void cancel(RequestRun run, Stage stage, ItemPath path, ItemState item, String reason) {
        run.effects.work(cancellation(run, stage, path, item)
                .setAttempt(item.getAttempt())
                .setReason(reason)
                .build());
    }

    /** Aborts one run of a call. */
    void cancelRun(RequestRun run, Stage stage, ItemPath path, ItemState item, long aborted) {
        run.effects.work(cancellation(run, stage, path, item)
                .setAttempt(item.getAttempt())
                .setRun(aborted)
                .setReason("superseded by a later run")
                .build());
    }

    /** The item is about to be forgotten because what it descends from began anew. */
    void cancelSuperseded(RequestRun run, String key, ItemState item) {
        var stage = run.plan.find(Keys.stage(key));
        if (stage.isEmpty() || !stage.get().op().isCall()) {
            return;
        }
        var path = Keys.path(key);
        if (item.getStatus() == ItemStatus.OPEN) {
            cancel(run, stage.get(), path, item, "its input began anew");
            Bills.bill(run, stage.get(), path, item, "SUPERSEDED");
        }
        ForgottenRuns.keep(run, stage.get(), path, item);
    }

    /** Cancels all open calls of the request: it is over. */
    void cancelAll(RequestRun run, String reason) {
        forEachOpen(run, (stage, path, item) -> {
            cancel(run, stage, path, item, reason);
            Bills.bill(run, stage, path, item, "CANCELLED");
        });
    }

    /**
     * Ends the open calls at a path and below, and all that would follow; the rest of the request goes on. Returns false, and does
     * nothing, where too many paths are cancelled already.
     */
    boolean cancelBelow(RequestRun run, ItemPath top) {
        if (!run.cancel(top)) {
            return false;
        }
        forEachOpen(run, (stage, path, item) -> {
            if (path.isWithin(top)) {
                cancel(run, stage, path, item, "the caller wants nothing of it any more");
                Bills.bill(run, stage, path, item, "CANCELLED");
                run.later(() -> flow.fail(run, stage, path, cancelled(lineage(item))));
            }
        });
        return true;
    }

    static Outcome cancelled(int lineage) {
        return Outcome.failed("CANCELLED", "the caller wants nothing of it any more", lineage);
    }

    /** Ends all open calls of the request by its deadline; what they were for goes on without them. */
    void expireAll(RequestRun run) {
        forEachOpen(run, (stage, path, item) -> {
            cancel(run, stage, path, item, "deadline");
            Bills.bill(run, stage, path, item, "CANCELLED");
            run.later(() -> flow.fail(run, stage, path, deadline(run, stage, path, item)));
        });
    }

    /** Of what has come of an open call; of its input while nothing has. */
    static int lineage(ItemState item) {
        var attempt = item.getAttempt();
        return item.getRun() == null ? attempt.get(attempt.size() - 1) : Lineage.of(Continuations.origin(item));
    }

    private static Outcome noPool(String pool, int lineage) {
        return Outcome.failed("NO_POOL", "no pool is called '" + pool + "' where the request runs", lineage);
    }

    private static Outcome deadline(int lineage) {
        return Outcome.failed("DEADLINE", "the deadline of the request passed before it ended", lineage);
    }

    /** With what was received by then. */
    private static Outcome deadline(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        var failure = deadline(lineage(item));
        return item.getRun() == null ? failure : failure.after(new Fragments(run, stage, path, item).text());
    }

    @SuppressWarnings("TooManyParameters")
    private void send(
            RequestRun run,
            Stage stage,
            ItemPath path,
            List<Message> messages,
            Map<String, Object> values,
            List<Integer> attempt) {
        var input = Values.write(values);
        var length = messages.stream().mapToInt(m -> m.getContent().length()).sum();
        var work = work(run, stage, path)
                .setKind(WorkKind.CALL)
                .setFlush(run.plan.flush(stage, run.request().getReplyTo() >= 0))
                .setAttempt(attempt)
                .setMessages(messages)
                .setInput(input)
                .setParameters(parameters(run, stage))
                .setPromptTokens((length == 0 ? input.length() : length) / PromptBlocks.CHARACTERS_PER_TOKEN)
                .build();
        var item = run.itemOrNew(stage, path);
        Continuations.addTo(work, run, stage, path, item);
        var lineage = attempt.get(attempt.size() - 1);
        if (limit.isExceededBy(work)) {
            flow.fail(run, stage, path, limit.failure(lineage));
            return;
        }
        if (run.effects.readsPrefixes(work.getPool())) {
            work.setPrefix(PromptBlocks.of(messages));
        }
        if (stage.isPinned() && affinity.isLost(run, stage, path)) {
            flow.fail(run, stage, path, Affinity.lost(lineage));
            return;
        }
        var lane = stage.isPinned() ? affinity.lane(run, stage, path, work) : run.effects.lane(work);
        if (lane.isEmpty()) {
            flow.fail(run, stage, path, noPool(work.getPool(), lineage));
            return;
        }
        work.setLane(lane.getAsInt());
        item.setAttempt(attempt);
        item.setPool(stage.pool());
        item.setIssuedAt(run.now);
        item.setLane(work.getLane());
        run.save(stage, path, item);
        var summary = run.changeSummary(stage);
        summary.setCalls(summary.getCalls() + 1);
        run.effects.work(work);
    }

    /**
     * What the plan says, and for the model call whose text the client sees, what the client says about sampling. The calls
     * behind it, such as the checks of an answer, are not the client's to change.
     */
    static Map<String, String> parameters(RequestRun run, Stage stage) {
        if (!stage.isFollowed()) {
            return stage.work().parameters();
        }
        var parameters = new TreeMap<>(stage.work().parameters());
        run.input().getParameters().forEach((name, value) -> {
            if (Sampling.NAMES.contains(name)) {
                parameters.put(name, value);
            }
        });
        return parameters;
    }

    private static List<Message> messages(RequestRun run, Stage stage, Map<String, Object> values) {
        var messages = new ArrayList<Message>();
        var system = stage.work().system();
        if (system != null) {
            messages.add(new Message("system", system.render(values)));
        }
        if (stage.work().history()) {
            messages.addAll(run.input().getMessages());
        }
        var template = stage.work().template();
        if (template != null) {
            messages.add(new Message("user", template.render(values)));
        }
        return messages;
    }

    private static Work.Builder cancellation(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        return work(run, stage, path).setKind(WorkKind.CANCEL).setLane(Objects.requireNonNullElse(item.getLane(), 0));
    }

    /** What all work of a stage at a path has in common. */
    static Work.Builder work(RequestRun run, Stage stage, ItemPath path) {
        return Work.newBuilder()
                .setRequestId(run.id())
                .setTenant(run.request().getTenant())
                .setPool(Objects.requireNonNull(stage.pool(), "a call has a pool"))
                .setLane(0)
                .setPipeline(run.plan.name())
                .setStage(stage.name())
                .setPath(path.levels())
                .setAt(run.now)
                .setDeadline(run.request().getDeadline());
    }

    private static void forEachOpen(RequestRun run, OpenCall each) {
        run.state.items().forEach(run.id() + '|', (key, item) -> {
            var stage = run.plan.find(Keys.stage(key));
            if (item.getStatus() == ItemStatus.OPEN
                    && stage.filter(s -> s.op().isCall()).isPresent()) {
                each.accept(stage.get(), Keys.path(key), item);
            }
        });
    }

    /** What to do with a call that has not ended. */
    private interface OpenCall {
        void accept(Stage stage, ItemPath path, ItemState item);
    }
}
