package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.PinnedPlan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.ScopeState;
import io.millrace.events.avro.tokens.TenantLoad;
import java.util.List;

/** The whole state of a task in memory, with commit and abort. */
final class MemoryState {

    private final MemoryEntries<RequestState> requests = MemoryEntries.of(RequestState.class);
    private final MemoryEntries<Request> inputs = MemoryEntries.of(Request.class);
    private final MemoryEntries<ItemState> items = MemoryEntries.of(ItemState.class);
    private final MemoryEntries<ScopeState> scopes = MemoryEntries.of(ScopeState.class);
    private final MemoryEntries<Element> fragments = MemoryEntries.of(Element.class);
    private final MemoryEntries<PinnedPlan> plans = MemoryEntries.of(PinnedPlan.class);
    private final MemoryEntries<TenantLoad> tenants = MemoryEntries.of(TenantLoad.class);
    private final MemoryEntries<String> wakeups = MemoryEntries.ofText();
    private final List<MemoryEntries<?>> all =
            List.of(requests, inputs, items, scopes, fragments, plans, tenants, wakeups);

    final TokensState state = new TokensState(requests, inputs, items, scopes, fragments, plans, tenants, wakeups);

    void commit() {
        all.forEach(MemoryEntries::commit);
    }

    void abort() {
        all.forEach(MemoryEntries::abort);
    }

    /** Entries that belong to requests: all but the pinned plans. */
    int size() {
        return all.stream().mapToInt(MemoryEntries::size).sum() - plans.size();
    }
}
