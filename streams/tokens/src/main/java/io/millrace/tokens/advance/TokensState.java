package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.PinnedPlan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.ScopeState;

/**
 * All that is kept of requests, as many small entries.
 *
 * @param requests where each request stands, by requestId
 * @param inputs what was asked, by requestId
 * @param items output of each stage at each path, see {@link io.millrace.tokens.model.Keys}
 * @param scopes scopes on their way to be collected, keyed as items by their collecting stage
 * @param fragments elements of open calls, by item, run and seq
 * @param plans plans that requests are pinned to, by digest
 * @param wakeups requests to look at again, by time
 */
public record TokensState(
        Entries<RequestState> requests,
        Entries<Request> inputs,
        Entries<ItemState> items,
        Entries<ScopeState> scopes,
        Entries<Element> fragments,
        Entries<PinnedPlan> plans,
        Entries<String> wakeups) {}
