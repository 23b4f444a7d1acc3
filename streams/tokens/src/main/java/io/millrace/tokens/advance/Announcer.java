package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Stage;

/**
 * Tells observers what the topology derives and the waiting front door what its client sees. Both carry the same identity
 * whenever they are derived again.
 */
final class Announcer {

    void started(RequestRun run) {
        send(run, reply(run, ReplyKind.STARTED).build());
    }

    /** A fragment of a stage that the client follows. */
    void fragment(RequestRun run, Stage stage, ItemPath path, Element element) {
        if (stage.emit() && element.getText() != null) {
            send(run, delta(run, stage, path, element));
        }
    }

    /** What a fold hands on, by the run and number that its item says. */
    Element partial(RequestRun run, Stage fold, ItemPath path, ItemState item, String text) {
        var fragment = element(run, fold, path, ElementKind.DATA)
                .setAttempt(item.getAttempt())
                .setRun(item.getRun())
                .setSeq(item.getNextSeq())
                .setText(text)
                .build();
        run.effects.derived(fragment);
        fragment(run, fold, path, fragment);
        return fragment;
    }

    /**
     * A final output. That of calls is on {@code tokens.elements} already; that one has failed is said here too, as a run
     * that ended well may hold no JSON, and one that the deadline ended says nothing of it.
     */
    void item(RequestRun run, Stage stage, ItemPath path, Outcome outcome) {
        if (!stage.op().isCall() || outcome.status() == ItemStatus.FAILED) {
            var kind = switch (outcome.status()) {
                case DROPPED -> ElementKind.DROP;
                case FAILED -> ElementKind.ERROR;
                default -> ElementKind.DATA;
            };
            run.effects.derived(element(run, stage, path, kind)
                    .setAttempt(run.attempt(path, outcome.lineage()))
                    .setComplete(outcome.isDone())
                    .setText(outcome.text())
                    .setJson(outcome.json())
                    .setDocument(outcome.document())
                    .setErrorCode(outcome.code())
                    .setErrorMessage(outcome.message())
                    .build());
        }
        if (stage.emit() && outcome.isDone() && !stage.streams()) {
            send(
                    run,
                    reply(run, ReplyKind.ITEM)
                            .setStage(stage.name())
                            .setPath(path.levels())
                            .setAttempt(run.attempt(path, outcome.lineage()))
                            .setText(outcome.text())
                            .setJson(outcome.json())
                            .setDocument(outcome.document())
                            .build());
        }
    }

    /** The split at {@code path} has as many children as this. */
    void splitEnd(RequestRun run, Stage split, ItemPath path, ItemState state) {
        run.effects.derived(element(run, split, path, ElementKind.SPLIT_END)
                .setAttempt(run.attempt(path, state.getLineage()))
                .setSeq(state.getChildren())
                .setCardinality(state.getChildren())
                .build());
    }

    /** What the client was told of an item holds no longer: what the item descends from began anew, and it may not come again. */
    void takenBack(RequestRun run, Stage stage, ItemPath path, ItemState item, long newRun) {
        var isTold = stage.streams() ? item.getRun() != null : item.getStatus() == ItemStatus.DONE;
        if (stage.emit() && isTold) {
            send(run, replyOfReset(run, stage, path, item, newRun));
        }
    }

    /** What descends from an older run of the call is void. */
    void reset(RequestRun run, Stage stage, ItemPath path, ItemState item, long newRun) {
        run.effects.derived(element(run, stage, path, ElementKind.RESET)
                .setAttempt(item.getAttempt())
                .setRun(item.getRun())
                .build());
        if (stage.emit()) {
            send(run, replyOfReset(run, stage, path, item, newRun));
        }
    }

    void finished(RequestRun run, Result result) {
        send(run, reply(run, ReplyKind.FINISHED).setResult(result).build());
    }

    private static Element.Builder element(RequestRun run, Stage stage, ItemPath path, ElementKind kind) {
        return Element.newBuilder()
                .setRequestId(run.id())
                .setTenant(run.request().getTenant())
                .setStage(stage.name())
                .setPath(path.levels())
                .setSeq(0)
                .setKind(kind)
                .setAt(run.now)
                .setDeadline(run.request().getDeadline());
    }

    private static Reply.Builder reply(RequestRun run, ReplyKind kind) {
        return Reply.newBuilder()
                .setRequestId(run.id())
                .setReplyTo(run.request().getReplyTo())
                .setSequence(0)
                .setKind(kind)
                .setAt(run.now);
    }

    private static Reply replyOfReset(RequestRun run, Stage stage, ItemPath path, ItemState item, long newRun) {
        return reply(run, ReplyKind.RESET)
                .setStage(stage.name())
                .setPath(path.levels())
                .setAttempt(item.getAttempt())
                .setRun(newRun)
                .build();
    }

    /** One for each fragment: without Avro's builder, which would check and copy every field once more. */
    private static Reply delta(RequestRun run, Stage stage, ItemPath path, Element element) {
        var reply = new Reply();
        reply.setRequestId(run.id());
        reply.setReplyTo(run.request().getReplyTo());
        reply.setKind(ReplyKind.DELTA);
        reply.setStage(stage.name());
        reply.setPath(path.levels());
        reply.setAttempt(element.getAttempt());
        reply.setRun(element.getRun());
        reply.setSeq(element.getSeq());
        reply.setText(element.getText());
        reply.setAt(run.now);
        return reply;
    }

    private static void send(RequestRun run, Reply reply) {
        if (reply.getReplyTo() >= 0) {
            run.effects.reply(reply);
        }
    }
}
