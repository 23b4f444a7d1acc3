package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.StageSummary;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Plan;
import io.millrace.tokens.plan.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of one request while it is worked off: what the operators share. Steps that follow from a step are queued, not
 * called, so that depth of nesting never becomes depth of the stack.
 */
final class RequestRun {

    /** Of a hundred bytes each, as deep as plans may be; more would make each write of the request dear. */
    private static final int MAX_CANCELLED = 500;

    private static final int MAX_MISSING = 100;

    final TokensState state;
    final Effects effects;
    final Plan plan;
    final AdvanceSettings settings;
    final long now;

    private final RequestState request;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private boolean changed;
    private boolean expired;

    RequestRun(
            TokensState state, Effects effects, RequestState request, Plan plan, AdvanceSettings settings, long now) {
        this.state = state;
        this.effects = effects;
        this.request = request;
        this.plan = plan;
        this.settings = settings;
        this.now = now;
    }

    String id() {
        return request.getRequestId();
    }

    /** Where the request stands, to be read only. */
    RequestState request() {
        return request;
    }

    /** Where the request stands, to be changed. */
    RequestState change() {
        changed = true;
        return request;
    }

    Request input() {
        return Objects.requireNonNull(state.inputs().get(id()), "a running request keeps its input");
    }

    void later(Runnable step) {
        steps.add(step);
    }

    /** Works off all queued steps and keeps what became of the request. */
    void settle() {
        while (!steps.isEmpty() && isOpen()) {
            steps.remove().run();
        }
        if (changed) {
            state.requests().put(id(), request);
        }
    }

    boolean isOpen() {
        return request.getEndedAt() == 0;
    }

    /** From now on no call is issued: what would be one fails by the deadline. */
    void expire() {
        expired = true;
    }

    boolean isExpired() {
        return expired;
    }

    /** From now on nothing is made at the path or below. Returns false where no more paths can be kept. */
    boolean cancel(ItemPath path) {
        if (isCancelled(path)) {
            return true;
        }
        var cancelled = new ArrayList<>(request.getCancelled());
        cancelled.removeIf(below -> below.startsWith(path.text()));
        if (cancelled.size() == MAX_CANCELLED) {
            return false;
        }
        cancelled.add(path.text());
        change().setCancelled(cancelled);
        return true;
    }

    boolean isCancelled(ItemPath path) {
        return !request.getCancelled().isEmpty()
                && request.getCancelled().stream().anyMatch(path.text()::startsWith);
    }

    @Nullable
    ItemState item(Stage stage, ItemPath path) {
        return state.items().get(Keys.item(id(), path, stage.name()));
    }

    /** The item, or a new open one. */
    ItemState itemOrNew(Stage stage, ItemPath path) {
        var item = item(stage, path);
        if (item != null) {
            return item;
        }
        return ItemState.newBuilder()
                .setStatus(ItemStatus.OPEN)
                .setAttempt(new ArrayList<>())
                .setSuperseded(new ArrayList<>())
                .build();
    }

    void save(Stage stage, ItemPath path, ItemState item) {
        state.items().put(Keys.item(id(), path, stage.name()), item);
    }

    /** Time, work and tokens of a stage, to be read only. */
    StageSummary summary(Stage stage) {
        return request.getStages().get(stage.id());
    }

    /** The same, to be changed. */
    StageSummary changeSummary(Stage stage) {
        return change().getStages().get(stage.id());
    }

    /** Notes why a text ends, if the client follows it: the first reason that is no plain stop stays. */
    void ended(Stage stage, @Nullable FinishReason reason) {
        var known = request.getFinishReason();
        if (stage.isFollowed() && reason != null && (known == null || known == FinishReason.STOP)) {
            change().setFinishReason(reason);
        }
    }

    /**
     * Notes that the output of a stage is missing for a reason of its own; once for an item. It is listed while there is
     * room; a text that the client follows also then, since the client has to be told that it is not whole.
     *
     * @param item the caller saves it
     */
    void missing(Stage stage, ItemPath path, ItemState item, Outcome failure) {
        if (item.getMissing()) {
            return;
        }
        item.setMissing(true);
        change().setMissingCount(request.getMissingCount() + 1);
        var code = Objects.requireNonNull(failure.code(), "a failure has a code");
        var entry = new Missing(stage.name(), path.levels(), code, failure.message());
        if (request.getMissing().size() < MAX_MISSING) {
            request.getMissing().add(entry);
        } else if (stage.isFollowed()) {
            replaceLastUnfollowed(entry);
        }
    }

    private void replaceLastUnfollowed(Missing entry) {
        var listed = request.getMissing();
        for (var i = listed.size() - 1; i >= 0; i--) {
            if (plan.find(listed.get(i).getStage()).filter(Stage::isFollowed).isEmpty()) {
                listed.set(i, entry);
                return;
            }
        }
    }

    /**
     * Forgets what was missing of a stage that starts anew and, of a split, below its children.
     *
     * @param count items that were noted as missing there, more perhaps than are listed
     */
    void forgetMissing(Stage stage, ItemPath path, int count) {
        if (count == 0) {
            return;
        }
        // Avro's own lists do not let go of anything.
        var kept = new ArrayList<>(request.getMissing());
        kept.removeIf(missing -> isOf(missing, stage, path) || isBelow(missing, path, stage.id()));
        change().setMissing(kept);
        request.setMissingCount(request.getMissingCount() - count);
    }

    private static boolean isOf(Missing missing, Stage stage, ItemPath path) {
        return missing.getStage().equals(stage.name()) && missing.getPath().equals(path.levels());
    }

    private static boolean isBelow(Missing missing, ItemPath path, int splitId) {
        var levels = missing.getPath();
        return levels.size() > path.depth()
                && levels.subList(0, path.depth()).equals(path.levels())
                && levels.get(path.depth()).getSplitId() == splitId;
    }

    /**
     * Lineage of each child that the path went through, then that of the item itself: one number for each prefix. That of the
     * split may grow while it is fed; that of a child never changes.
     *
     * @param lineage of what is at the path
     */
    List<Integer> attempt(ItemPath path, int lineage) {
        var attempt = new ArrayList<Integer>(path.depth() + 1);
        for (var depth = 0; depth < path.depth(); depth++) {
            var split = plan.stage(path.levels().get(depth).getSplitId());
            attempt.add(lineage(split, path.prefix(depth + 1)));
        }
        attempt.add(lineage);
        return attempt;
    }

    private int lineage(Stage stage, ItemPath path) {
        var item = item(stage, path);
        return item == null ? Lineage.QUESTION : item.getLineage();
    }
}
