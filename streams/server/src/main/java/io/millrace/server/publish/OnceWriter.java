package io.millrace.server.publish;

import io.millrace.events.avro.server.PublishedKey;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.store.KeyRange;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events that carry an idempotency key, each key once. The event and its key are written in one transaction, so
 * a crash leaves both or none. A key is looked for among those on their way, then in the table; one thread writes, many
 * events a transaction.
 *
 * <p>Any thread may publish. One instance for each server number: a second one with the same number fences the first.
 */
public final class OnceWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OnceWriter.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TOGETHER = 200;
    private static final int SWEEP_PAGE = 500;

    private final PublishedKeys table;
    private final TransactionalWriter writer;
    private final Clock clock;
    private final Duration remembered;
    private final Map<String, KeyedEvent> onTheirWay = new ConcurrentHashMap<>();
    private final BlockingQueue<KeyedEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closing;

    /** @param remembered how long a key keeps a second event from being published */
    public OnceWriter(PublishedKeys table, TransactionalWriter writer, Clock clock, Duration remembered) {
        this.table = table;
        this.writer = writer;
        this.clock = clock;
        this.remembered = remembered;
        this.thread = new Thread(this::run, "millrace-once-writer");
    }

    /** Ends transactions that a crash left open, reads the table, then begins to write. */
    public void start() {
        writer.open();
        table.start();
        thread.start();
    }

    /**
     * Publishes the event unless its key was used before; then tells where the event of that key is. The future fails
     * with a {@link ProblemException}: IDEMPOTENCY_KEY_REUSED when the key belongs to another event.
     */
    public CompletableFuture<Published> write(String idempotencyKey, ProducerRecord<String, byte[]> event) {
        var key = event.topic() + "/" + idempotencyKey;
        event.headers().add("idempotency-key", idempotencyKey.getBytes(StandardCharsets.UTF_8));
        var mine = new KeyedEvent(key, digest(event), event);
        var other = onTheirWay.putIfAbsent(key, mine);
        if (other != null && other.isDeletion()) {
            return CompletableFuture.failedFuture(
                    Problem.NOT_READY.because("key '" + idempotencyKey + "' is just being forgotten; try again"));
        }
        if (other != null) {
            return other.digest().equals(mine.digest())
                    ? other.done().thenApply(OnceWriter::repeated)
                    : CompletableFuture.failedFuture(reused(idempotencyKey));
        }
        try {
            var before = live(key);
            if (before.isEmpty()) {
                if (!waiting.offer(mine)) {
                    throw Problem.TOO_MANY_REQUESTS.because("too many events with idempotency keys wait to be written");
                }
                if (!isWriting()) {
                    throw Problem.NOT_READY.because("events with idempotency keys cannot be written at the moment");
                }
                return mine.done();
            }
            if (!before.get().getDigest().equals(mine.digest())) {
                throw reused(idempotencyKey);
            }
            mine.done().complete(published(event.topic(), before.get()));
        } catch (ProblemException e) {
            mine.done().completeExceptionally(e);
        }
        onTheirWay.remove(key, mine);
        return mine.done();
    }

    /** Deletes keys that are older than they are remembered. */
    public void sweep() {
        var range = KeyRange.ALL;
        while (!closing) {
            var page = table.reader().range(range, SWEEP_PAGE);
            for (var entry : page.entries()) {
                if (isOver((PublishedKey) entry.value())) {
                    var deletion = KeyedEvent.deletion(entry.key());
                    if (onTheirWay.putIfAbsent(entry.key(), deletion) == null && !waiting.offer(deletion)) {
                        onTheirWay.remove(entry.key(), deletion);
                    }
                }
            }
            if (page.lastKey() == null) {
                return;
            }
            range = range.after(page.lastKey());
        }
    }

    /** Whether events are taken. */
    public boolean isWriting() {
        return thread.isAlive() && !closing;
    }

    /** Whether this is beyond repair: its thread has ended though nobody closed it. */
    public boolean isDead() {
        return thread.getState() == Thread.State.TERMINATED && !closing;
    }

    private void run() {
        try {
            while (!closing) {
                var next = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    var together = new ArrayList<>(List.of(next));
                    waiting.drainTo(together, MOST_TOGETHER - 1);
                    writer.write(together, clock.millis());
                }
                forgetWritten();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            var stopped = Problem.STOPPING.because("the server stopped before the event was known to be published");
            onTheirWay.values().forEach(event -> event.done().completeExceptionally(stopped));
        }
    }

    /** A key may be forgotten here once the table shows it; until then only this map knows it. */
    private void forgetWritten() {
        onTheirWay.values().removeIf(event -> {
            if (!event.done().isDone()) {
                return false;
            }
            if (event.done().isCompletedExceptionally()) {
                return true;
            }
            try {
                var shown = table.find(event.key());
                return event.isDeletion()
                        ? shown.isEmpty()
                        : shown.filter(key -> isOf(key, event.done().join())).isPresent();
            } catch (ProblemException e) {
                LOG.debug("Idempotency keys cannot be read for now", e);
                return false;
            }
        });
    }

    private Optional<PublishedKey> live(String key) {
        return table.find(key).filter(found -> !isOver(found));
    }

    private boolean isOver(PublishedKey key) {
        return key.getAt() + remembered.toMillis() <= clock.millis();
    }

    private static boolean isOf(PublishedKey key, Published event) {
        return key.getPartition() == event.partition() && key.getOffset() == event.offset();
    }

    private static Published published(String topic, PublishedKey key) {
        return new Published(topic, key.getPartition(), key.getOffset(), true);
    }

    private static Published repeated(Published first) {
        return new Published(first.topic(), first.partition(), first.offset(), true);
    }

    private static ProblemException reused(String idempotencyKey) {
        return Problem.IDEMPOTENCY_KEY_REUSED.because(
                "key '" + idempotencyKey + "' was used for another event of this topic");
    }

    private static String digest(ProducerRecord<String, byte[]> event) {
        var value = event.value();
        return HexFormat.of()
                .formatHex(EventEncoder.sha256(
                        event.key().getBytes(StandardCharsets.UTF_8),
                        new byte[] {0, (byte) (value == null ? 0 : 1)},
                        value == null ? new byte[0] : value));
    }

    @Override
    public void close() {
        closing = true;
        writer.giveUp();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        table.close();
    }
}
