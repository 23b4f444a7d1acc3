package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.RequestStatus;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.StageSummary;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.InvalidPlanException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets requests in: pins the plan, checks deadline, input and quota, or ends the request with an error in its result. */
final class Admission {

    /** How often a request looks again for a plan that it waits for. */
    private static final long RETRY_MS = 100;

    /** Below the time that plans of running requests are kept. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final TokensState state;
    private final Effects effects;
    private final PlanSource plans;
    private final PinnedPlans pinned;
    private final Tenants tenants;
    private final AdvanceSettings settings;

    Admission(
            TokensState state,
            Effects effects,
            PlanSource plans,
            PinnedPlans pinned,
            Tenants tenants,
            AdvanceSettings settings) {
        this.state = state;
        this.effects = effects;
        this.plans = plans;
        this.pinned = pinned;
        this.tenants = tenants;
        this.settings = settings;
    }

    /** @return where the request stands when it can begin now, otherwise null */
    @Nullable
    RequestState admit(Request request, long now) {
        var admitted = newState(request, now);
        if (request.getInput().isBlank()) {
            fail(admitted, "EMPTY_INPUT", "the input is empty; ask something", now);
            return null;
        }
        if (admitted.getDeadline() <= now) {
            fail(admitted, "DEADLINE", "the deadline had passed before the request began", now);
            return null;
        }
        state.inputs().put(request.getRequestId(), request);
        state.wakeups().put(Keys.wakeup(admitted.getDeadline(), request.getRequestId()), request.getRequestId());
        return pinOrWait(admitted, request.getVersion(), now);
    }

    /** Looks again for the plan of a waiting request. */
    @Nullable
    RequestState retry(RequestState waiting, long now) {
        var input = Objects.requireNonNull(state.inputs().get(waiting.getRequestId()), "a waiting request is kept");
        return pinOrWait(waiting, input.getVersion(), now);
    }

    void cancel(RequestState waiting, long now) {
        end(waiting, ResultStatus.CANCELLED, "CANCELLED", "cancelled before it began", now);
    }

    private @Nullable RequestState pinOrWait(RequestState request, int version, long now) {
        var plan = plans.find(request.getPipeline(), version);
        if (plan == null) {
            waitForPlan(request, version, now);
            return null;
        }
        var refusal = tenants.refusal(request.getTenant(), now);
        if (refusal.isPresent()) {
            fail(request, refusal.get(), now);
            return null;
        }
        try {
            return pin(request, plan, now);
        } catch (InvalidPlanException e) {
            end(request, e, now);
            return null;
        }
    }

    /** Ends a request whose plan cannot be read here. */
    void end(RequestState request, InvalidPlanException why, long now) {
        fail(request, Outcome.failed("INVALID_PLAN", String.valueOf(why.getMessage()), 0), now);
    }

    private RequestState pin(RequestState request, Plan plan, long now) {
        var parsed = pinned.pin(plan, now);
        request.setVersion(plan.getVersion());
        request.setPlanDigest(plan.getDigest());
        request.setStatus(RequestStatus.RUNNING);
        tenants.opened(request.getTenant(), now);
        for (var stage : parsed.stages()) {
            request.getStages()
                    .add(StageSummary.newBuilder()
                            .setStage(stage.name())
                            .setUsage(noUsage())
                            .build());
        }
        state.requests().put(request.getRequestId(), request);
        return request;
    }

    private void waitForPlan(RequestState request, int version, long now) {
        if (now >= request.getStartedAt() + settings.planWait().toMillis() || now >= request.getDeadline()) {
            var which = request.getPipeline() + (version == 0 ? "" : " version " + version);
            fail(request, "UNKNOWN_PIPELINE", "no pipeline is called " + which + "; publish it, then ask again", now);
            return;
        }
        request.setStatus(RequestStatus.WAITING_FOR_PLAN);
        state.requests().put(request.getRequestId(), request);
        state.wakeups().put(Keys.wakeup(now + RETRY_MS, request.getRequestId()), request.getRequestId());
    }

    private void fail(RequestState request, String code, String message, long now) {
        fail(request, Outcome.failed(code, message, 0), now);
    }

    private void fail(RequestState request, Outcome why, long now) {
        end(request, ResultStatus.FAILED, String.valueOf(why.code()), String.valueOf(why.message()), now);
    }

    private void end(RequestState request, ResultStatus status, String code, String message, long now) {
        request.setStatus(status == ResultStatus.CANCELLED ? RequestStatus.CANCELLED : RequestStatus.FAILED);
        request.setErrorCode(code);
        request.setErrorMessage(message);
        request.setEndedAt(now);
        var result = Results.of(request, status, now);
        effects.result(result);
        if (request.getReplyTo() >= 0) {
            effects.reply(Reply.newBuilder()
                    .setRequestId(request.getRequestId())
                    .setReplyTo(request.getReplyTo())
                    .setSequence(0)
                    .setKind(ReplyKind.FINISHED)
                    .setResult(result)
                    .setAt(now)
                    .build());
        }
        state.requests().put(request.getRequestId(), request);
        Closing.bury(state, request, settings.requestTtl());
    }

    private RequestState newState(Request request, long now) {
        var deadline = request.getDeadline() > 0
                ? Math.min(request.getDeadline(), now + LONGEST.toMillis())
                : now + settings.requestTimeout().toMillis();
        return RequestState.newBuilder()
                .setRequestId(request.getRequestId())
                .setTenant(request.getTenant())
                .setPipeline(request.getPipeline())
                .setStatus(RequestStatus.RUNNING)
                .setReplyTo(request.getReplyTo())
                .setDeadline(deadline)
                .setStartedAt(now)
                .setMissing(new ArrayList<>())
                .setUsage(noUsage())
                .setStages(new ArrayList<>())
                .build();
    }

    private static Usage noUsage() {
        return new Usage(0L, 0L, 0L);
    }
}
