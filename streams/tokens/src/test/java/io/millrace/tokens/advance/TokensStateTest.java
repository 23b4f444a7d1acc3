package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.serde.TrustedEvents;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is held of the state, and for how long. */
class TokensStateTest {

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldNotHoldMoreThanItMayWhereSplitsHaveTextLeftToCut() {
        var state = new MemoryState().state.held();
        var first = put(state, "r1|split");
        assertThat(state.items().get("r1|split")).isSameAs(first);

        put(state, "r2|split");

        assertThat(state.items().get("r1|split")).isEqualTo(first).isNotSameAs(first);
    }

    /** An item of more than half of what is held. */
    private static ItemState put(TokensState state, String key) {
        var item = ItemState.newBuilder().setRest("x".repeat(600_000)).build();
        state.items().put(key, item);
        state.write();
        return item;
    }
}
