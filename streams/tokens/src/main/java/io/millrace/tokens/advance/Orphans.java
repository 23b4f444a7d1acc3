package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.tokens.model.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements of requests that were not read yet, and orders to cancel them: after a transaction aborts, the topics are read
 * anew in another order of each other. They wait for their request, in the order they came, until the TTL of requests has
 * passed.
 */
final class Orphans {

    /** More of one request than this are dropped; its calls then end by their deadlines. */
    private static final int MOST = 1_000;

    private final TokensState state;
    private final Duration ttl;

    Orphans(TokensState state, Duration ttl) {
        this.state = state;
        this.ttl = ttl;
    }

    void keep(Element element, long now) {
        var requestId = element.getRequestId();
        var before = count(requestId);
        if (before < MOST) {
            state.fragments().put(Keys.orphan(requestId, before), element);
        }
        if (before == 0) {
            state.wakeups().put(Keys.wakeup(now + ttl.toMillis(), requestId), requestId);
        }
    }

    /** Keeps the order to cancel a request, as an element among the others. */
    void keep(Control cancel, long now) {
        keep(
                Element.newBuilder()
                        .setRequestId(cancel.getRequestId())
                        .setStage("")
                        .setPath(cancel.getPath())
                        .setSeq(0)
                        .setKind(ElementKind.CANCEL)
                        .setErrorMessage(cancel.getReason())
                        .setAt(cancel.getAt())
                        .build(),
                now);
    }

    /** Takes what has come of a request, in order. */
    List<Element> take(String requestId) {
        var elements = new ArrayList<Element>();
        state.fragments().forEach(Keys.orphans(requestId), (key, element) -> {
            elements.add(element);
            state.fragments().delete(key);
        });
        return elements;
    }

    /** Nobody asked in time. */
    void forget(String requestId) {
        state.fragments().deleteAll(Keys.orphans(requestId));
    }

    /**
     * How many of the request wait. They are numbered without a gap, so the first number that is free says it, and is found
     * by halving: ten looks at most, however many there are.
     */
    private int count(String requestId) {
        var least = 0;
        var most = MOST;
        while (least < most) {
            var middle = (least + most) / 2;
            if (state.fragments().get(Keys.orphan(requestId, middle)) == null) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        return least;
    }
}
