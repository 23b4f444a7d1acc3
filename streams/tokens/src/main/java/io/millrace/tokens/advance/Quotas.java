package io.millrace.tokens.advance;

import java.util.Map;

/**
 * What each tenant may have at once.
 *
 * @param general of a tenant that has none of its own
 * @param own by tenant
 */
public record Quotas(Quota general, Map<String, Quota> own) {

    public static final Quotas NONE = new Quotas(Quota.NONE, Map.of());

    public Quotas {
        own = Map.copyOf(own);
    }

    Quota of(String tenant) {
        return own.getOrDefault(tenant, general);
    }

    /**
     * Most of a tenant; 0 is no limit.
     *
     * @param requests that run at once
     * @param tokensPerMinute read and written, billed within a minute of the clock
     */
    public record Quota(int requests, long tokensPerMinute) {

        public static final Quota NONE = new Quota(0, 0);
    }
}
