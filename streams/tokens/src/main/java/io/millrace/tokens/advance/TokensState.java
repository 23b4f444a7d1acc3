package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.PinnedPlan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.ScopeState;
import io.millrace.events.avro.tokens.TenantLoad;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of requests, as many small entries.
 *
 * @param requests where each request stands, by requestId
 * @param inputs what was asked, by requestId
 * @param items output of each stage at each path, see {@link io.millrace.tokens.model.Keys}
 * @param scopes scopes on their way to be collected, keyed as items by their collecting stage
 * @param fragments elements of open calls, by item, run and seq
 * @param plans plans that requests are pinned to, by digest
 * @param tenants what runs of tenants with a quota, by tenant
 * @param wakeups requests to look at again, by time
 */
public record TokensState(
        Entries<RequestState> requests,
        Entries<Request> inputs,
        Entries<ItemState> items,
        Entries<ScopeState> scopes,
        Entries<Element> fragments,
        Entries<PinnedPlan> plans,
        Entries<TenantLoad> tenants,
        Entries<String> wakeups) {

    /** Characters of text, roughly, that are held of one kind of entry in one task. */
    private static final long MOST_HELD = 1_000_000;

    /** Rough size of an entry without its texts, characters. */
    private static final int SMALL = 300;

    /** Rough size of where a request stands: a summary for each stage. */
    private static final int SUMMARIES = 2_000;

    /** The same with the recent entries in hand. */
    TokensState held() {
        return held(MOST_HELD);
    }

    /** @param most characters, roughly, that are held of each kind of entry */
    TokensState held(long most) {
        var recentFragments = new HeldEntries<>(fragments, TokensState::size, most);
        return new TokensState(
                new HeldEntries<>(requests, request -> SUMMARIES, most),
                new HeldEntries<>(inputs, TokensState::size, most),
                new HeldEntries<>(items, TokensState::size, most, new OpenCalls(recentFragments)),
                new HeldEntries<>(scopes, scope -> SMALL, most),
                recentFragments,
                plans,
                new HeldEntries<>(tenants, load -> SMALL, most),
                new Wakeups(wakeups));
    }

    /** Writes what was put and deleted. */
    void write() {
        requests.write();
        inputs.write();
        items.write();
        scopes.write();
        fragments.write();
        tenants.write();
    }

    private static int size(ItemState item) {
        return SMALL + length(item.getText()) + length(item.getJson()) + length(item.getRest());
    }

    private static int size(Element element) {
        return SMALL + length(element.getText()) + length(element.getJson());
    }

    private static int size(Request request) {
        var messages = request.getMessages().stream()
                .mapToInt(message -> length(message.getContent()))
                .sum();
        return SMALL + length(request.getInput()) + messages;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
