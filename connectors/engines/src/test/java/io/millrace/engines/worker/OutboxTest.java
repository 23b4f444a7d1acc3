package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutboxTest {

    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private boolean takesAtOnce;

    @Test
    void shouldSendOnTheThreadThatAddsWhereThatNeedNotWait() {
        var outbox = outbox();
        takesAtOnce = true;

        add(outbox, () -> sent.add("a"));

        assertThat(sent).containsExactly("a");
        assertThat(turns).isEmpty();
    }

    @Test
    void shouldKeepItsOrderWhenWhatWasAddedBeforeStillWaits() {
        var outbox = outbox();
        add(outbox, () -> sent.add("a"));
        takesAtOnce = true;
        add(outbox, () -> sent.add("b"));

        assertThat(sent).isEmpty();
        runTurns();
        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void shouldLeaveToTheSenderWhatIsAddedWhileSomethingIsSentAtOnce() {
        var outbox = outbox();
        takesAtOnce = true;

        add(outbox, () -> {
            add(outbox, () -> sent.add("later"));
            sent.add("first");
        });

        assertThat(sent).containsExactly("first");
        runTurns();
        assertThat(sent).containsExactly("first", "later");
    }

    @Test
    void shouldLeaveToTheSenderWhatMayHaveToWait() {
        takesAtOnce = true;

        outbox().addLater(() -> sent.add("a"));

        assertThat(sent).isEmpty();
        runTurns();
        assertThat(sent).containsExactly("a");
    }

    @Test
    void shouldSendNothingOnTheThreadThatAddsWhereThatMayHaveToWait() {
        add(outbox(), () -> sent.add("a"));

        assertThat(sent).isEmpty();
        runTurns();
        assertThat(sent).containsExactly("a");
    }

    @Test
    void shouldTakeTurnsWithOthersAndKeepItsOrder() {
        var one = outbox();
        var other = outbox();
        List.of("a1", "a2", "a3").forEach(record -> add(one, () -> sent.add(record)));
        List.of("b1", "b2").forEach(record -> add(other, () -> sent.add(record)));

        runTurns();

        assertThat(sent).containsExactly("a1", "b1", "a2", "b2", "a3");
    }

    @Test
    void shouldSendWhatIsAddedWhileItSends() {
        var outbox = outbox();
        add(outbox, () -> {
            add(outbox, () -> sent.add("later"));
            sent.add("first");
        });

        runTurns();

        assertThat(sent).containsExactly("first", "later");
    }

    @Test
    void shouldGoOnAfterOneThatFailed() {
        var outbox = outbox();
        add(outbox, () -> {
            throw new IllegalArgumentException("cannot be sent");
        });
        add(outbox, () -> sent.add("next"));

        runTurns();

        assertThat(sent).containsExactly("failed", "next");
    }

    private void add(Outbox outbox, Runnable send) {
        outbox.add(
                () -> {
                    if (takesAtOnce) {
                        send.run();
                    }
                    return takesAtOnce;
                },
                send);
    }

    private Outbox outbox() {
        return new Outbox(turns::add);
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            try {
                turns.remove().run();
            } catch (IllegalArgumentException e) {
                sent.add("failed");
            }
        }
    }
}
