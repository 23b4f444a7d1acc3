package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.events.avro.tokens.ScopeState;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.tokens.model.Bitmap;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Stage;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Sees to it that all parts of a scope meet one replica, where a stage says {@code affinity: scope}. The first part goes where
 * the scheduler says, the others to the same lane; the replica that first begins a part on that lane must begin them all. When
 * it is gone, another begins one, or one begins anew with another input, the parts that have not ended fail: what the service knew of the others is lost, and an
 * answer without it would be wrong without anybody seeing it. When all parts have ended, or none is wanted any more, the
 * replica is told so on the same lane.
 */
final class Affinity {

    /** Not all parts have ended, and none is wanted any more. */
    private static final int CUT_SHORT = -1;

    private final Flow flow;
    private final Calls calls;

    Affinity(Flow flow, Calls calls) {
        this.flow = flow;
        this.calls = calls;
    }

    static Outcome lost(int lineage) {
        return Outcome.failed(
                "REPLICA_LOST",
                "the replica that had begun the parts of its scope is gone, or knows one of them as it no longer is",
                lineage);
    }

    /** Whether a part can no longer be sent; a replica that is found gone here takes its other parts with it. */
    boolean isLost(RequestRun run, Stage stage, ItemPath part) {
        var scope = scope(run, stage, part.parent());
        if (!scope.getLost() && isGone(run, scope)) {
            lose(run, stage, part.parent(), scope);
        }
        return scope.getLost();
    }

    /** The lane of a part, whose work learns what it is a part of. Empty when its pool has no lane. */
    OptionalInt lane(RequestRun run, Stage stage, ItemPath part, Work work) {
        work.setScope(id(run, stage, part.parent()));
        work.setIndex(part.last().getIndex());
        var scope = scope(run, stage, part.parent());
        if (scope.getLane() != null) {
            return OptionalInt.of(scope.getLane());
        }
        var lane = run.effects.lane(work);
        lane.ifPresent(number -> {
            scope.setLane(number);
            save(run, stage, part.parent(), scope);
        });
        return lane;
    }

    /**
     * Whether a run may be what the part is done by. One on another lane was sent by a transaction that aborted; it is called
     * off. One of another replica ends the scope.
     *
     * @param start of the run
     */
    boolean admits(RequestRun run, Stage stage, ItemPath part, Element start) {
        var scope = scope(run, stage, part.parent());
        if (!Objects.equals(scope.getLane(), start.getLane())) {
            CallStream.refuse(run.effects, start, run.now);
            return false;
        }
        var replica = Objects.requireNonNullElse(start.getReplica(), "");
        var pinned = Objects.requireNonNullElse(scope.getReplica(), replica);
        if (!pinned.equals(replica) || isGone(run, scope)) {
            lose(run, stage, part.parent(), scope);
            return false;
        }
        if (scope.getReplica() == null || scope.getReplicaSince() == 0) {
            scope.setReplica(replica);
            scope.setReplicaSince(run.effects.replicaSince(replica).orElse(0));
            save(run, stage, part.parent(), scope);
        }
        return true;
    }

    /** A part ended, be it that it never was sent. */
    void ended(RequestRun run, Stage stage, ItemPath part) {
        var scope = scope(run, stage, part.parent());
        var done = Bitmap.of(scope.getDone());
        if (!done.has(part.last().getIndex())) {
            scope.setDone(done.with(part.last().getIndex()).bytes());
            settle(run, stage, part.parent(), scope);
        }
    }

    /** A part is to be made again of something else: what the service knows of it is wrong, if it was sent. */
    void beginsAnew(RequestRun run, Stage stage, ItemPath part) {
        var scope = scope(run, stage, part.parent());
        if (scope.getLane() != null && !scope.getLost()) {
            lose(run, stage, part.parent(), scope);
        }
    }

    /** The split at a path has made all its children. */
    void opened(RequestRun run, Stage split, ItemPath path, int cardinality) {
        for (var stage : run.plan.pinned(split.id())) {
            var scope = scope(run, stage, path);
            scope.setCardinality(cardinality);
            settle(run, stage, path, scope);
        }
    }

    /** The split at a path begins anew: its scopes and those below are no more. The caller deletes those below. */
    void reset(RequestRun run, Stage split, ItemPath path) {
        if (run.plan.hasPinned()) {
            cutShort(run, Keys.below(run.id(), path, split.id()));
            for (var stage : run.plan.pinned(split.id())) {
                cutShort(run, stage, path, scope(run, stage, path));
                run.state.scopes().delete(Keys.item(run.id(), path, stage.name()));
            }
        }
    }

    /** The request is over. */
    void close(RequestRun run) {
        if (run.plan.hasPinned()) {
            cutShort(run, Keys.request(run.id()));
        }
    }

    private void cutShort(RequestRun run, String prefix) {
        run.state
                .scopes()
                .forEach(
                        prefix,
                        (key, scope) -> run.plan
                                .find(Keys.stage(key))
                                .filter(Stage::isPinned)
                                .ifPresent(stage -> cutShort(run, stage, Keys.path(key), scope)));
    }

    private void cutShort(RequestRun run, Stage stage, ItemPath path, ScopeState scope) {
        if (!scope.getClosed()) {
            tell(run, stage, path, scope, CUT_SHORT);
        }
    }

    private void settle(RequestRun run, Stage stage, ItemPath path, ScopeState scope) {
        var all = scope.getCardinality() >= 0 && Bitmap.of(scope.getDone()).count() == scope.getCardinality();
        if (all && !scope.getClosed()) {
            scope.setClosed(true);
            tell(run, stage, path, scope, scope.getCardinality());
        }
        save(run, stage, path, scope);
    }

    /** Nothing where no part was sent or nobody is left who knows of it. */
    private void tell(RequestRun run, Stage stage, ItemPath path, ScopeState scope, int cardinality) {
        if (scope.getLane() != null && !scope.getLost()) {
            run.effects.work(Calls.work(run, stage, path)
                    .setKind(WorkKind.SCOPE_END)
                    .setLane(scope.getLane())
                    .setScope(id(run, stage, path))
                    .setCardinality(cardinality)
                    .build());
        }
    }

    /** A replica of which no report was known when it began says nothing by its silence. */
    private static boolean isGone(RequestRun run, ScopeState scope) {
        if (scope.getReplica() == null || scope.getReplicaSince() == 0) {
            return false;
        }
        var since = run.effects.replicaSince(scope.getReplica());
        return since.isEmpty() || since.getAsLong() != scope.getReplicaSince();
    }

    private void lose(RequestRun run, Stage stage, ItemPath path, ScopeState scope) {
        scope.setLost(true);
        save(run, stage, path, scope);
        var parts = Keys.below(run.id(), path, innermost(stage));
        run.state.items().forEach(parts, (key, item) -> {
            if (key.endsWith('|' + stage.name()) && item.getStatus() == ItemStatus.OPEN) {
                lose(run, stage, Keys.path(key), item);
            }
        });
    }

    private void lose(RequestRun run, Stage stage, ItemPath part, ItemState item) {
        calls.cancel(run, stage, part, item, "the replica of its scope is gone");
        Bills.bill(run, stage, part, item, "CANCELLED");
        run.later(() -> {
            // The part that was to be sent when its replica was found gone has failed by now.
            var now = run.item(stage, part);
            if (now != null && now.getStatus() == ItemStatus.OPEN) {
                flow.fail(run, stage, part, lost(Calls.lineage(now)));
            }
        });
    }

    private static int innermost(Stage stage) {
        return stage.levels().get(stage.depth() - 1);
    }

    /** Another one when the input of the split has begun anew, so that no service mixes what it saw of both. */
    private static String id(RequestRun run, Stage stage, ItemPath path) {
        var lineage = run.attempt(path.child(innermost(stage), 0), 0);
        var ofSplits = lineage.subList(0, lineage.size() - 1).stream().map(String::valueOf);
        return Keys.item(run.id(), path, stage.name()) + '|' + ofSplits.collect(Collectors.joining("."));
    }

    private static void save(RequestRun run, Stage stage, ItemPath path, ScopeState scope) {
        run.state.scopes().put(Keys.item(run.id(), path, stage.name()), scope);
    }

    private static ScopeState scope(RequestRun run, Stage stage, ItemPath path) {
        var scope = run.state.scopes().get(Keys.item(run.id(), path, stage.name()));
        if (scope != null) {
            return scope;
        }
        return ScopeState.newBuilder()
                .setDone(ByteBuffer.allocate(0))
                .setSurvivors(ByteBuffer.allocate(0))
                .build();
    }
}
