package io.millrace.server.tail;

import io.millrace.events.serde.EventSerdes;
import io.millrace.events.topic.Catalogue;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * Live tails of topics: one shared reader for each topic; a client that begins in the past has a reader of its own, on a
 * bounded pool and at its own pace, until it has caught up. Safe for use by several threads.
 */
public final class Tails implements AutoCloseable {

    private static final int MOST_CATCHING_UP = 32;

    private final TailConsumers consumers;
    private final Map<String, SharedReader> readers = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor catchingUp = new ThreadPoolExecutor(
            0,
            MOST_CATCHING_UP,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "millrace-tail-catch-up"));
    private volatile boolean closing;

    /** @param client settings that every Kafka client of the process has */
    public Tails(Map<String, Object> client, EventSerdes serdes, Catalogue catalogue) {
        this.consumers = new TailConsumers(client, serdes, catalogue);
    }

    /**
     * Begins to send records of a topic to a client; returns at once.
     *
     * @throws ProblemException TOO_MANY_REQUESTS when too many clients are catching up
     */
    public void follow(String topic, TailStart start, TailClient client) {
        execute(() -> new CatchUp(this, consumers, topic, client).follow(start));
    }

    /** Shows the client all that is on the topics by now, then the last record, and ends its stream. */
    public void finish(List<String> topics, TailClient client, TailRecord last) {
        try {
            execute(() -> {
                topics.forEach(topic -> new CatchUp(this, consumers, topic, client).readToEnd());
                client.finish(last);
            });
        } catch (ProblemException e) {
            client.drop(e.problem().code(), e.detail());
        }
    }

    private void execute(Runnable reading) {
        try {
            catchingUp.execute(reading);
        } catch (RejectedExecutionException e) {
            throw new ProblemException(
                    Problem.TOO_MANY_REQUESTS, "too many tails are reading the past; try again shortly", e);
        }
    }

    boolean isClosing() {
        return closing;
    }

    /**
     * Adds the client to the shared reader of the topic and tells the offsets from which on that one serves it.
     *
     * @throws java.util.concurrent.CompletionException when the topic cannot be read
     */
    Map<TopicPartition, Long> join(String topic, TailClient client) {
        while (true) {
            var reader = readers.computeIfAbsent(topic, name -> {
                var made = new SharedReader(consumers, name);
                made.start();
                return made;
            });
            var positions = reader.join(client);
            if (positions.isPresent()) {
                return positions.get().join();
            }
            readers.remove(topic, reader);
        }
    }

    @Override
    public void close() {
        closing = true;
        catchingUp.shutdownNow();
        readers.values().forEach(SharedReader::close);
    }
}
