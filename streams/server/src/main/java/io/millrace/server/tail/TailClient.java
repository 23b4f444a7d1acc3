package io.millrace.server.tail;

import io.millrace.server.http.EventStream;
import io.millrace.server.http.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * One client of one or more tails. Records of a partition reach it in order: first those of the past from a reader of
 * its own, then those of the shared reader, which wait meanwhile. Readers of several topics may call at once.
 */
public final class TailClient {

    /** Records of the shared reader that wait for the past to be read. */
    private static final int MOST_WAITING = 10_000;

    private final EventStream events;
    private final Predicate<TailRecord> wanted;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<String, Deque<TailRecord>> waiting = new HashMap<>();
    private Predicate<TailRecord> last = event -> false;
    private Consumer<TailRecord> finisher = event -> {};
    private boolean over;

    /** @param wanted which records the client is shown */
    public TailClient(EventStream events, Predicate<TailRecord> wanted) {
        this.events = events;
        this.wanted = wanted;
    }

    /** Whether the client is gone or was dropped, so that readers forget it. */
    public synchronized boolean isOver() {
        return over || events.response().done().isDone();
    }

    /** Whether the client keeps up, so that more of the past may be read for it. */
    boolean hasRoom() {
        return events.response().hasRoom();
    }

    /** Ends the stream with an error that says why; the client may resume where it was. */
    public synchronized void drop(String code, String why) {
        if (!over) {
            over = true;
            events.fail("error", Json.text(Json.object().put("code", code).put("message", why)));
        }
    }

    /**
     * Names the record that ends the stream. Instead of being shown it is handed over to be shown by {@link #finish} after
     * what comes before it on other topics.
     *
     * @param handOver called once the record is there; must not block
     */
    public synchronized void onLast(Predicate<TailRecord> isLast, Consumer<TailRecord> handOver) {
        last = isLast;
        finisher = handOver;
    }

    /** Shows the last record and ends the stream. */
    synchronized void finish(TailRecord event) {
        send(event);
        over = true;
        events.end();
    }

    /** Next offset of each partition of a topic. */
    synchronized Map<TopicPartition, Long> next(String topic) {
        var positions = new HashMap<>(next);
        positions.keySet().removeIf(partition -> !partition.topic().equals(topic));
        return positions;
    }

    /** Where the stream stands, so that its ids name every partition from the first on. */
    synchronized void begin(Map<TopicPartition, Long> positions) {
        positions.forEach(next::putIfAbsent);
    }

    /** From now on records of the topic from the shared reader wait until {@link #goLive}. */
    synchronized void hold(String topic) {
        waiting.put(topic, new ArrayDeque<>());
    }

    /** Shows what waited; the shared reader's records are shown at once from now on. */
    synchronized void goLive(String topic) {
        var held = waiting.remove(topic);
        if (held != null) {
            held.forEach(this::show);
        }
    }

    /** Tells the client that it sees all that is written to the topic from now on. */
    synchronized void announceLive(String topic) {
        if (!over) {
            events.comment("live " + topic);
        }
    }

    /** A record from the shared reader. */
    synchronized void live(TailRecord event) {
        var held = waiting.get(event.partition().topic());
        if (held == null) {
            show(event);
        } else if (held.size() < MOST_WAITING) {
            held.add(event);
        } else {
            drop("too_slow", "more was written than could be read in time; resume with Last-Event-ID");
        }
    }

    /** A record of the past, or one whose turn has come; one that was shown is passed over. */
    synchronized void show(TailRecord event) {
        var expected = next.get(event.partition());
        if (over || (expected != null && event.offset() < expected)) {
            return;
        }
        next.put(event.partition(), event.offset() + 1);
        if (wanted.test(event)) {
            if (last.test(event)) {
                finisher.accept(event);
            } else {
                send(event);
            }
        }
    }

    private void send(TailRecord event) {
        if (!over && !events.send("record", TailPosition.text(next), event.json())) {
            drop("slow_client", "this client takes events too slowly; resume with Last-Event-ID");
        }
    }
}
