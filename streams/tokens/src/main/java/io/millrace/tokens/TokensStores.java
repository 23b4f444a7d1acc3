package io.millrace.tokens;

import io.millrace.core.state.StoreName;

/** State of the token streams. All but the global ones are keyed by request first and are empty when its TTL has passed. */
public final class TokensStores {

    /** Where each request stands. Bound: one entry a request, removed {@code tokens.request.ttl.ms} after its end. */
    public static final StoreName REQUESTS = StoreName.of("tokens-requests");

    /** What was asked. Bound: one entry a request, removed with it. */
    public static final StoreName INPUTS = StoreName.of("tokens-inputs");

    /**
     * Output of each stage at each path, by {@code requestId|path|stage}. Bound: 64 stages times the fan-out ({@code
     * tokens.split.max.children} for each split) a request, removed with it.
     */
    public static final StoreName ITEMS = StoreName.of("tokens-items");

    /**
     * Scopes that are being collected, and those whose parts go to one replica. Bound: one entry a path and collect or call
     * with an affinity, removed when the request ends.
     */
    public static final StoreName SCOPES = StoreName.of("tokens-scopes");

    /**
     * Elements of open calls and folds, and of requests that were not read yet. Bound: the output of those in progress, removed
     * when they end; 1,000 elements a request not read yet, removed after {@code tokens.request.ttl.ms}.
     */
    public static final StoreName FRAGMENTS = StoreName.of("tokens-fragments");

    /** Plans that requests began on, by digest. Bound: one entry a plan used within eight days. */
    public static final StoreName PINNED_PLANS = StoreName.of("tokens-pinned-plans");

    /** Requests to look at again, by time. Bound: at most four entries a request. */
    public static final StoreName WAKEUPS = StoreName.of("tokens-wakeups");

    /** What runs of tenants with a quota. Bound: one small entry a tenant that has anything running or counted. */
    public static final StoreName TENANTS = StoreName.of("tokens-tenants");

    /** Global: what each task carries of each tenant with a quota. Bound: one small entry a tenant and task; a null deletes. */
    public static final StoreName TENANT_LOADS = StoreName.of("tokens-tenant-loads");

    /** Global: each version of each pipeline and the current one. Bound: the versions published; a null deletes. */
    public static final StoreName PLANS = StoreName.of("tokens-plans");

    /**
     * Global: last report of each worker. Bound: one entry of up to 11 KB a replica that lives or was killed within an hour; a worker
     * that closes deletes its own, servers that of one that was killed. It is passed over by its age until then.
     */
    public static final StoreName LOADS = StoreName.of("tokens-loads");

    private TokensStores() {}
}
