package io.millrace.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.server.http.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueueWaitsTest {

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldTellMeanAndLongestWaitOfTheCallsThatBegan() {
        // Given
        var waits = new QueueWaits();
        waits.add("answer", item(1_000, 1_010));
        waits.add("answer", item(1_000, 1_030));
        waits.add("answer", item(1_000, 0));
        waits.add("collect", item(0, 0));
        var stages = Json.object().putArray("stages");
        stages.addObject().put("stage", "answer");
        stages.addObject().put("stage", "collect");
        // When
        waits.addTo(stages);
        // Then
        assertThat(stages.get(0).get("queueWait"))
                .isEqualTo(Json.object().put("calls", 2L).put("meanMs", 20.0).put("longestMs", 30L));
        assertThat(stages.get(1).has("queueWait")).isFalse();
    }

    private static ItemState item(long issuedAt, long startedAt) {
        return ItemState.newBuilder()
                .setAttempt(List.of())
                .setSuperseded(List.of())
                .setIssuedAt(issuedAt)
                .setStartedAt(startedAt)
                .build();
    }
}
