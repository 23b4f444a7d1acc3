package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.tokens.advance.Quotas.Quota;
import io.millrace.tokens.model.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what tenants with a quota have running here and lets in what they may have. Requests of a tenant are spread over all
 * tasks, which tell each other what they carry some times a second: between two reports a tenant may exceed its quota by what
 * the tasks let in meanwhile.
 *
 * <p>Tokens are counted in minutes of event time. Events come from several topics, so that one may be a little older than
 * another before it: a bill of the minute before counts in the one that has begun.
 */
final class Tenants {

    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();

    private final TokensState state;
    private final TenantReports reports;
    private final Quotas quotas;

    /** What the other tasks know of this one. Bound: the tenants in the state. */
    private final Map<String, TenantLoad> told = new HashMap<>();

    Tenants(TokensState state, TenantReports reports, Quotas quotas) {
        this.state = state;
        this.reports = reports;
        this.quotas = quotas;
    }

    /** Why a request of the tenant is not let in now; empty when it is. */
    Optional<Outcome> refusal(String tenant, long now) {
        var quota = quotas.of(tenant);
        if (quota.equals(Quota.NONE)) {
            return Optional.empty();
        }
        var own = state.tenants().get(tenant);
        long open = own == null ? 0 : own.getOpen();
        long tokens = own == null ? 0 : tokens(own, now);
        for (var other : reports.tenantElsewhere(tenant)) {
            open += other.getOpen();
            tokens += tokens(other, now);
        }
        if (quota.requests() > 0 && open >= quota.requests()) {
            return refused(
                    "QUOTA_REQUESTS",
                    "tenant '" + tenant + "' has " + open + " requests running and may have " + quota.requests()
                            + " at once; ask again when one has ended");
        }
        if (quota.tokensPerMinute() > 0 && tokens >= quota.tokensPerMinute()) {
            return refused(
                    "QUOTA_TOKENS",
                    "tenant '" + tenant + "' has used " + tokens + " tokens this minute and may use "
                            + quota.tokensPerMinute() + "; ask again in the next");
        }
        return Optional.empty();
    }

    /** A request begins to run. */
    void opened(String tenant, long now) {
        if (!quotas.of(tenant).equals(Quota.NONE)) {
            var load = loadOrNew(state, tenant, now);
            load.setOpen(load.getOpen() + 1);
            save(state, load, now);
        }
    }

    /** A request that ran has ended. */
    static void closed(TokensState state, String tenant, long now) {
        var load = state.tenants().get(tenant);
        if (load != null) {
            load.setOpen(Math.max(0, load.getOpen() - 1));
            save(state, load, now);
        }
    }

    /** A call was billed, maybe after the end of its request. */
    static void used(TokensState state, Quotas quotas, CallUsage bill, long now) {
        if (quotas.of(bill.getTenant()).tokensPerMinute() == 0) {
            return;
        }
        var load = loadOrNew(state, bill.getTenant(), now);
        var used = bill.getUsage();
        load.setTokens(tokens(load, now) + used.getPromptTokens() + used.getCompletionTokens());
        load.setMinute(Math.max(load.getMinute(), now / MINUTE_MS));
        save(state, load, now);
    }

    /**
     * Tells the other tasks what has changed, all of it at first, and forgets who has nothing running or counted.
     *
     * @param now epoch milliseconds
     */
    void tell(long now) {
        state.tenants().forEach("", (tenant, load) -> {
            if (load.getOpen() == 0 && tokens(load, now) == 0) {
                state.tenants().delete(tenant);
                told.remove(tenant);
                reports.tenantGone(tenant);
            } else if (!load.equals(told.get(tenant))) {
                // The one in the state goes on to change, and a report is completed by whoever sends it.
                told.put(tenant, TenantLoad.newBuilder(load).build());
                reports.tenant(TenantLoad.newBuilder(load).build());
            }
        });
    }

    private static Optional<Outcome> refused(String code, String message) {
        return Optional.of(Outcome.failed(code, message, 0));
    }

    private static TenantLoad loadOrNew(TokensState state, String tenant, long now) {
        var load = state.tenants().get(tenant);
        return load == null
                ? TenantLoad.newBuilder().setTenant(tenant).setAt(now).build()
                : load;
    }

    private static long tokens(TenantLoad load, long now) {
        return load.getMinute() >= now / MINUTE_MS ? load.getTokens() : 0;
    }

    private static void save(TokensState state, TenantLoad load, long now) {
        load.setAt(Math.max(load.getAt(), now));
        state.tenants().put(load.getTenant(), load);
    }
}
