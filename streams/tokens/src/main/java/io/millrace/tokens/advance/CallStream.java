package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Operator;
import io.millrace.tokens.plan.Stage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds what workers emit for a call. The last START in the order of the log names the current run; elements of the
 * current run are handed on in the order of their numbers, whatever the order in which they come; those of runs that
 * have not started yet wait; those of replaced runs are ignored.
 */
final class CallStream {

    private static final String CANCELLED = "CANCELLED";

    private final Flow flow;

    CallStream(Flow flow) {
        this.flow = flow;
    }

    /** An element of a stage that is a call; the caller has checked that the stage exists and has a run. */
    void take(RequestRun run, Stage stage, Element element) {
        var path = ItemPath.of(element.getPath());
        var item = run.item(stage, path);
        long from = Objects.requireNonNull(element.getRun(), "a worker names its run");
        if (item == null || !item.getAttempt().equals(element.getAttempt())) {
            refuse(run.effects, element, run.now);
            billLate(run, stage, path, item, element, from);
        } else if (isOver(run, item, from)) {
            late(run, stage, path, item, element, from);
        } else if (element.getKind() == ElementKind.START) {
            if (!stage.isPinned() || flow.calls().affinity().admits(run, stage, path, element)) {
                start(run, stage, path, item, element, from);
            }
        } else {
            keep(run, stage, path, item, element, from);
        }
    }

    /** Work that the topology never committed, or that has ended, is called off where it begins again. */
    static void refuse(Effects effects, Element element, long now) {
        if (element.getKind() == ElementKind.START) {
            effects.work(Cancellations.of(element, now));
        }
    }

    private static boolean isOver(RequestRun run, ItemState item, long from) {
        return !run.isOpen() || item.getStatus() != ItemStatus.OPEN || Bills.isSuperseded(item, from);
    }

    /** Changes nothing but the bill. */
    private static void late(RequestRun run, Stage stage, ItemPath path, ItemState item, Element element, long from) {
        if (!Objects.equals(item.getRun(), from) || !run.isOpen()) {
            refuse(run.effects, element, run.now);
        }
        billLate(run, stage, path, item, element, from);
    }

    /** A run says last what it used until it stopped. */
    private static void billLate(
            RequestRun run, Stage stage, ItemPath path, @Nullable ItemState item, Element element, long from) {
        if (!isTerminal(element) || element.getUsage() == null) {
            return;
        }
        if (item != null && (Objects.equals(item.getRun(), from) || Bills.isSuperseded(item, from))) {
            Bills.rest(run, stage, path, item, from, element.getUsage());
        } else {
            ForgottenRuns.bill(run, stage, element, element.getUsage());
        }
    }

    private void start(RequestRun run, Stage stage, ItemPath path, ItemState item, Element element, long from) {
        if (Objects.equals(item.getRun(), from)) {
            return;
        }
        if (Continuations.isAsked(item, element)) {
            Continuations.goOn(run, stage, path, item, element);
            drain(run, stage, path, item);
            return;
        }
        if (item.getRun() != null && Continuations.isPossible(run, stage, path, item)) {
            goOnInstead(run, stage, path, item, element, from);
            return;
        }
        if (item.getRun() != null) {
            supersede(run, stage, path, item, from);
        }
        item.setRun(from);
        item.setOrigin(null);
        item.setBase(0);
        item.setLane(element.getLane() != null ? element.getLane() : item.getLane());
        item.setStartedAt(element.getAt());
        item.setUsage(element.getUsage());
        item.setNextSeq(element.getSeq() + 1);
        run.save(stage, path, item);
        drain(run, stage, path, item);
    }

    /** A worker has died and another begins anew what it had begun: it is to go on with that instead. */
    private void goOnInstead(RequestRun run, Stage stage, ItemPath path, ItemState item, Element start, long from) {
        refuse(run.effects, start, run.now);
        Continuations.note(run, stage, path, item, from);
        callOff(run, stage, path, item);
        flow.retries().beginAgain(run, stage, path, item);
    }

    private void callOff(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        long old = Objects.requireNonNull(item.getRun(), "only a run can be superseded");
        if (!Bills.isSuperseded(item, old)) {
            flow.calls().cancelRun(run, stage, path, item, old);
            Bills.supersede(run, stage, path, item, "SUPERSEDED");
        }
    }

    private void supersede(RequestRun run, Stage stage, ItemPath path, ItemState item, long newRun) {
        callOff(run, stage, path, item);
        new Fragments(run, stage, path, item).forgetRun();
        flow.announcer().reset(run, stage, path, item, newRun);
        flow.voids().behind(run, stage, path, newRun);
    }

    private void keep(RequestRun run, Stage stage, ItemPath path, ItemState item, Element given, long from) {
        var current = Objects.equals(item.getRun(), from);
        var element = current ? Continuations.numbered(item, given) : given;
        if (current && element.getSeq() < item.getNextSeq()) {
            return;
        }
        if (current && element.getSeq() == item.getNextSeq()) {
            if (take(run, stage, path, item, element)) {
                drain(run, stage, path, item);
            }
        } else {
            new Fragments(run, stage, path, item).await(element);
        }
    }

    /** Hands on what has waited and is next without a gap. */
    private void drain(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        if (item.getWaiting() == 0) {
            return;
        }
        // How many wait changes.
        run.save(stage, path, item);
        var fragments = new Fragments(run, stage, path, item);
        var next = fragments.takeNext();
        while (next != null && take(run, stage, path, item, next)) {
            next = fragments.takeNext();
        }
    }

    /**
     * Takes the next element of the current run; false when the run is over with it. The call is not written for a fragment:
     * that is kept itself, see {@link OpenCalls}.
     */
    private boolean take(RequestRun run, Stage stage, ItemPath path, ItemState item, Element element) {
        OpenCalls.advance(item, element);
        if (isCalledOff(element)) {
            beginAgain(run, stage, path, item, element);
        } else if (isTerminal(element)) {
            run.save(stage, path, item);
            if (!flow.retries().begin(run, stage, path, item, element)) {
                end(run, stage, path, item, element);
            }
        } else {
            new Fragments(run, stage, path, item).add(element);
            handOn(run, stage, path, item, element);
            return true;
        }
        return false;
    }

    /**
     * The current run was called off though its output is waited for: its lane went to another worker, or its START was
     * met before its request by a transaction that aborted. Its work may be forgotten by every worker, so it is sent
     * again; where it is not, the last START wins as always.
     */
    private void beginAgain(RequestRun run, Stage stage, ItemPath path, ItemState item, Element last) {
        item.setNextSeq(last.getSeq());
        Bills.supersede(run, stage, path, item, "CANCELLED");
        flow.calls().issueAgain(run, stage, path, item);
    }

    private static boolean isCalledOff(Element element) {
        return element.getKind() == ElementKind.ERROR && CANCELLED.equals(element.getErrorCode());
    }

    private static boolean isTerminal(Element element) {
        return switch (element.getKind()) {
            case END, ERROR -> true;
            case DATA -> element.getComplete();
            default -> false;
        };
    }

    /** A fragment of the current run, in order. */
    private void handOn(RequestRun run, Stage stage, ItemPath path, ItemState item, Element element) {
        if (run.summary(stage).getFirstOutputAt() == 0) {
            run.changeSummary(stage).setFirstOutputAt(run.now);
        }
        flow.announcer().fragment(run, stage, path, element);
        if (element.getText() != null) {
            feed(run, stage, path, item, element.getSeq());
        }
    }

    /** Has the splits that take the text while it comes cut it up to this fragment. */
    private void feed(RequestRun run, Stage stage, ItemPath path, ItemState item, long upTo) {
        if (!stage.streams()) {
            return;
        }
        var call = new Fragments(run, stage, path, item);
        for (var next : run.plan.consumers(stage.id())) {
            if (next.op() == Operator.SPLIT) {
                run.later(() -> flow.splits().feed(run, next, path, call, upTo));
            }
        }
    }

    private void end(RequestRun run, Stage stage, ItemPath path, ItemState item, Element last) {
        var outcome = outcome(run, stage, path, item, last);
        var failed = outcome.status() == ItemStatus.FAILED;
        Bills.bill(run, stage, path, item, failed ? "FAILED" : "DONE");
        feed(run, stage, path, item, last.getSeq() - 1);
        run.later(new Fragments(run, stage, path, item)::forget);
        if (failed) {
            flow.fail(run, stage, path, outcome);
        } else {
            run.ended(stage, last.getFinishReason());
            flow.finish(run, stage, path, outcome);
        }
    }

    private static Outcome outcome(RequestRun run, Stage stage, ItemPath path, ItemState item, Element last) {
        var lineage = Lineage.of(Continuations.origin(item));
        if (last.getKind() == ElementKind.ERROR) {
            return Outcome.failed(
                            Objects.requireNonNullElse(last.getErrorCode(), "ENGINE"),
                            Objects.requireNonNullElse(last.getErrorMessage(), "the engine gave no reason"),
                            lineage)
                    .after(new Fragments(run, stage, path, item).text());
        }
        if (last.getDocument() != null) {
            return Outcome.done(last.getDocument(), lineage);
        }
        var whole = last.getKind() == ElementKind.DATA;
        var text = whole && stage.op() == Operator.CALL ? last.getText() : text(run, stage, path, item, last);
        if (!whole || last.getJson() == null) {
            return stage.work().json() ? parsed(text, lineage) : Outcome.done(text, null, lineage);
        }
        var json = Values.jsonIn(last.getJson());
        return json == null ? notJson(last.getJson(), lineage) : Outcome.done(text, json, lineage);
    }

    private static @Nullable String text(RequestRun run, Stage stage, ItemPath path, ItemState item, Element last) {
        var before = new Fragments(run, stage, path, item).text();
        var more = last.getKind() == ElementKind.DATA ? last.getText() : null;
        return more == null ? before : Objects.requireNonNullElse(before, "") + more;
    }

    private static Outcome parsed(@Nullable String text, int lineage) {
        var json = text == null ? null : Values.jsonIn(text);
        return json == null
                ? notJson(Objects.requireNonNullElse(text, ""), lineage)
                : Outcome.done(text, json, lineage);
    }

    private static Outcome notJson(String text, int lineage) {
        return Outcome.failed("INVALID_OUTPUT", "the output is not JSON", lineage)
                .after(text);
    }
}
