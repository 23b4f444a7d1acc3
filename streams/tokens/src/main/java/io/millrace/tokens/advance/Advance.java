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
import io.millrace.tokens.plan.ParsedPlans;
import org.jspecify.annotations.Nullable;

/**
 * Interprets plans: what an event of a request leads to, given its state. Knows no Kafka and no clock; the same events in
 * the same order lead to the same effects with the same identities. Used by one thread.
 */
public final class Advance {

    private final TokensState state;
    private final Effects effects;
    private final PinnedPlans plans;
    private final Admission admission;
    private final Flow flow;
    private final CallStream callStream;

    public Advance(TokensState state, Effects effects, PlanSource plans, ParsedPlans parsed, AdvanceSettings settings) {
        this.state = state;
        this.effects = effects;
        this.plans = new PinnedPlans(state.plans(), parsed);
        this.flow = new Flow(settings);
        this.admission = new Admission(state, effects, plans, this.plans, settings);
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
        }
    }

    /**
     * An element that a worker emitted.
     *
     * @throws InvalidEventException when it is of no stage of its plan or names no run; nothing has changed then
     */
    public void element(Element element, long now) {
        var request = state.requests().get(element.getRequestId());
        if (request == null || request.getStatus() != RequestStatus.RUNNING) {
            if (element.getKind() == ElementKind.START && element.getPool() != null) {
                effects.work(Cancellations.of(element, now));
            }
            return;
        }
        var run = run(request, now);
        var stage = run.plan
                .find(element.getStage())
                .filter(s -> s.op().isCall())
                .orElseThrow(() -> new InvalidEventException(
                        "unknown-stage",
                        "no call of the plan of request " + element.getRequestId() + " is named '" + element.getStage()
                                + "'"));
        if (element.getRun() == null) {
            throw new InvalidEventException("no-run", "an element of a call must name its run");
        }
        callStream.take(run, stage, ItemPath.of(element.getPath()), element);
        run.settle();
    }

    /** An order to a running request. One that has ended or was never seen is left as it is. */
    public void control(Control control, long now) {
        var request = state.requests().get(control.getRequestId());
        if (request == null || control.getKind() != ControlKind.CANCEL || request.getEndedAt() != 0) {
            return;
        }
        if (request.getStatus() == RequestStatus.WAITING_FOR_PLAN) {
            admission.cancel(request, now);
        } else {
            var run = run(request, now);
            flow.closing().cancel(run, control.getReason());
            run.settle();
        }
    }

    /** Looks at each request whose time has come: plans waited for, deadlines, and ends of TTLs. */
    public void wake(long now) {
        state.wakeups().forEachBefore(Keys.wakeupsAfter(now), (key, requestId) -> {
            state.wakeups().delete(key);
            var request = state.requests().get(requestId);
            if (request != null) {
                wake(request, now);
            }
        });
        plans.forgetUnused(now);
    }

    private void wake(RequestState request, long now) {
        if (request.getEndedAt() != 0) {
            Closing.forget(state, request.getRequestId());
        } else if (request.getStatus() == RequestStatus.WAITING_FOR_PLAN) {
            begin(admission.retry(request, now), now);
        } else if (request.getDeadline() <= now) {
            var run = run(request, now);
            run.expire();
            flow.calls().expireAll(run);
            run.settle();
        }
    }

    private void begin(@Nullable RequestState admitted, long now) {
        if (admitted != null) {
            var run = run(admitted, now);
            flow.begin(run);
            run.settle();
        }
    }

    private RequestRun run(RequestState request, long now) {
        return new RequestRun(state, effects, request, plans.of(request), now);
    }
}
