package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.TenantLoad;
import java.util.List;

/** What tasks tell each other of tenants with a quota. */
public interface TenantReports {

    /** What the other tasks carry of a tenant, as they have told. */
    List<TenantLoad> tenantElsewhere(String tenant);

    /**
     * Tells the other tasks what this one carries of a tenant.
     *
     * @param load to be completed by the partition of the task
     */
    void tenant(TenantLoad load);

    /** This task carries nothing of a tenant any more. */
    void tenantGone(String tenant);
}
