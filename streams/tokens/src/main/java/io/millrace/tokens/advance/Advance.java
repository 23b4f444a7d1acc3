package io.millrace.tokens.advance;

import io.millrace.core.failure.InvalidEventException;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.RequestStatus;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.plan.InvalidPlanException;
import io.millrace.tokens.plan.ParsedPlans;
import io.millrace.tokens.plan.Plan;
import io.millrace.tokens.plan.Stage;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Interprets plans: what an event of a request leads to, given its state. Knows no Kafka and no clock; the same events in
 * the same order lead to the same effects with the same identities. Used by one thread.
 */
public final class Advance {

    private static final Set<ElementKind> OF_WORKERS =
            EnumSet.of(ElementKind.START, ElementKind.DATA, ElementKind.END, ElementKind.ERROR);

    /** Of a path that a plan does not have, in messages. */
    private static final int SHOWN_LEVELS = 8;

    private final TokensState state;
    private final Effects effects;
    private final PinnedPlans plans;
    private final AdvanceSettings settings;
    private final Admission admission;
    private final Tenants tenants;
    private final Flow flow;
    private final CallStream callStream;
    private final Orphans orphans;

    public Advance(TokensState state, Effects effects, PlanSource plans, ParsedPlans parsed, AdvanceSettings settings) {
        this(effects, plans, parsed, settings, state.held());
    }

    /** @param held state with its recent entries in hand */
    Advance(Effects effects, PlanSource plans, ParsedPlans parsed, AdvanceSettings settings, TokensState held) {
        this.state = held;
        this.effects = effects;
        this.plans = new PinnedPlans(this.state.plans(), parsed);
        this.settings = settings;
        this.flow = new Flow(settings);
        this.tenants = new Tenants(this.state, effects, settings.quotas());
        this.admission = new Admission(this.state, effects, plans, this.plans, tenants, settings);
        this.orphans = new Orphans(this.state, settings.requestTtl());
        this.callStream = new CallStream(flow);
    }

    /**
     * A request: pins its plan and begins. A second one of the same id changes nothing.
     *
     * @param now event time, epoch milliseconds
     */
    public void request(Request request, long now) {
        if (state.requests().get(request.getRequestId()) == null) {
            begin(admission.admit(request, now), now);
            state.write();
        }
    }

    /**
     * An element that a worker emitted. One of a request that was not read yet waits for it.
     *
     * @throws InvalidEventException when it is of no stage of its plan or its run cannot be told; nothing has changed then
     */
    public void element(Element element, long now) {
        check(element);
        var request = state.requests().get(element.getRequestId());
        if (request == null || request.getStatus() == RequestStatus.WAITING_FOR_PLAN) {
            orphans.keep(element, now);
        } else if (request.getPlanDigest() == null) {
            CallStream.refuse(effects, element, now);
        } else {
            var run = runOrEnd(request, now);
            if (run == null) {
                CallStream.refuse(effects, element, now);
            } else {
                callStream.take(run, stage(run.plan, element), element);
                run.settle();
            }
        }
        state.write();
    }

    private static void check(Element element) {
        if (element.getRun() == null) {
            throw new InvalidEventException("no-run", "an element of a call must name its run");
        }
        if (!OF_WORKERS.contains(element.getKind())) {
            throw new InvalidEventException(
                    "unexpected-kind", "a worker emits " + OF_WORKERS + ", not " + element.getKind());
        }
        if (element.getKind() == ElementKind.START && element.getSeq() != 0) {
            throw new InvalidEventException(
                    "start-not-first", "START is element 0 of its run, not " + element.getSeq());
        }
    }

    private static Stage stage(Plan plan, Element element) {
        return plan.find(element.getStage())
                .filter(stage -> stage.op().isCall())
                .orElseThrow(() -> new InvalidEventException(
                        "unknown-stage",
                        "no call of the plan of request " + element.getRequestId() + " is named '" + element.getStage()
                                + "'"));
    }

    /**
     * An order to a request. One that has ended is left as it is; one that was not read yet is cancelled when it is.
     *
     * @throws InvalidEventException when nothing can be at its path, or too many parts are cancelled; nothing has changed then
     */
    public void control(Control control, long now) {
        if (control.getKind() != ControlKind.CANCEL) {
            return;
        }
        var request = state.requests().get(control.getRequestId());
        if (request == null) {
            orphans.keep(control, now);
        } else if (request.getStatus() == RequestStatus.WAITING_FOR_PLAN) {
            cancelWaiting(request, control, now);
        } else if (request.getEndedAt() == 0) {
            var run = runOrEnd(request, now);
            if (run != null) {
                check(run.plan, control);
                if (!cancel(run, ItemPath.of(control.getPath()), control.getReason())) {
                    throw new InvalidEventException(
                            "too-many-cancels", "request " + run.id() + " has as many cancelled parts as it can keep");
                }
            }
        }
        state.write();
    }

    private static void check(Plan plan, Control control) {
        if (!plan.has(control.getPath())) {
            throw new InvalidEventException(
                    "unknown-path",
                    "the plan of request " + control.getRequestId() + " makes nothing at "
                            + ItemPath.of(control.getPath()
                                            .subList(
                                                    0,
                                                    Math.min(control.getPath().size(), SHOWN_LEVELS)))
                                    .text());
        }
    }

    private void cancelWaiting(RequestState request, Control control, long now) {
        if (control.getPath().isEmpty()) {
            admission.cancel(request, now);
        } else {
            orphans.keep(control, now);
        }
    }

    /** Returns false, and does nothing, where too many parts are cancelled already. */
    private boolean cancel(RequestRun run, ItemPath path, @Nullable String reason) {
        if (path.depth() > 0 && !flow.calls().cancelBelow(run, path)) {
            return false;
        }
        if (path.depth() == 0) {
            flow.closing().cancel(run, reason);
        }
        run.settle();
        return true;
    }

    /** Looks at each request whose time has come: plans waited for, deadlines, and ends of TTLs. */
    public void wake(long now) {
        state.wakeups().takeBefore(Keys.wakeupsAfter(now), (key, requestId) -> {
            var request = state.requests().get(requestId);
            if (request == null) {
                orphans.forget(requestId);
            } else {
                wake(request, now);
            }
        });
        tenants.tell(now);
        state.write();
        plans.forgetUnused(now);
    }

    private void wake(RequestState request, long now) {
        if (request.getEndedAt() != 0) {
            flow.closing().forgetAfterTtl(state, request, now);
        } else if (request.getStatus() == RequestStatus.WAITING_FOR_PLAN) {
            begin(admission.retry(request, now), now);
        } else if (request.getDeadline() <= now) {
            var run = runOrEnd(request, now);
            if (run != null) {
                run.expire();
                flow.calls().expireAll(run);
                run.settle();
            }
        }
    }

    private void begin(@Nullable RequestState admitted, long now) {
        if (admitted != null) {
            var run = run(admitted, now);
            flow.begin(run);
            run.settle();
            adopt(run);
        }
    }

    /** What had come of the request before it. Of no call of its plan, it is nobody's. */
    private void adopt(RequestRun run) {
        for (var element : orphans.take(run.id())) {
            if (run.isOpen()) {
                adopt(run, element);
            }
        }
    }

    private void adopt(RequestRun run, Element element) {
        if (element.getKind() == ElementKind.CANCEL) {
            if (run.plan.has(element.getPath())) {
                var unused = cancel(run, ItemPath.of(element.getPath()), element.getErrorMessage());
            }
            return;
        }
        run.plan.find(element.getStage()).filter(stage -> stage.op().isCall()).ifPresent(stage -> {
            callStream.take(run, stage, element);
            run.settle();
        });
    }

    /** Null when the plan that it began on can no longer be read, as without a parser that it names: it ends then. */
    private @Nullable RequestRun runOrEnd(RequestState request, long now) {
        try {
            return run(request, now);
        } catch (InvalidPlanException e) {
            if (request.getEndedAt() == 0) {
                Tenants.closed(state, request.getTenant(), now);
                admission.end(request, e, now);
            }
            return null;
        }
    }

    private RequestRun run(RequestState request, long now) {
        return new RequestRun(state, effects, request, plans.of(request), settings, now);
    }
}
