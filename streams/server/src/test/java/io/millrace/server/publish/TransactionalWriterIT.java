package io.millrace.server.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits whose answer does not come, by a producer that loses one request or one answer. */
@Timeout(180)
class TransactionalWriterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestPlatform PLATFORM = TestPlatform.dedicated("server-commits");

    /** What the next commit does. */
    private final AtomicReference<Commit> next = new AtomicReference<>(KafkaProducer::commitTransaction);

    private final EventEncoder encoder = new EventEncoder(PLATFORM.serdes());
    private TransactionalWriter writer = writer();

    @FunctionalInterface
    private interface Commit {
        void of(KafkaProducer<String, byte[]> producer);
    }

    @BeforeAll
    static void createTopics() {
        PLATFORM.create(List.of(TokensTopics.CONTROL, ServerTopics.IDEMPOTENCY));
    }

    @AfterAll
    static void stop() {
        PLATFORM.local().close();
    }

    @BeforeEach
    void open() {
        writer.open();
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void shouldNotWriteAgainWhatWasCommittedWithoutAnAnswer() throws Exception {
        var first = event("answer-1");
        var second = event("answer-2");
        next.set(producer -> {
            producer.commitTransaction();
            throw new TimeoutException("the answer is lost");
        });

        writer.write(List.of(first, second), 1);

        assertThat(offsets("answer-1")).containsExactly(done(first).offset());
        assertThat(offsets("answer-2")).containsExactly(done(second).offset());
    }

    @Test
    void shouldWriteOnceWhatWasNotCommitted() throws Exception {
        var first = event("request-1");
        var second = event("request-2");
        next.set(producer -> {
            throw new TimeoutException("the request is lost");
        });

        writer.write(List.of(first, second), 1);

        assertThat(offsets("request-1")).containsExactly(done(first).offset());
        assertThat(offsets("request-2")).containsExactly(done(second).offset());
    }

    @Test
    void shouldFailAnEventThatIsKnownNotToBeWritten() {
        var event = event("failed");
        next.set(producer -> {
            throw new TimeoutException("the request is lost");
        });

        writer.write(List.of(event), 1);

        assertThat(event.done())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ProblemException.class)
                .satisfies(e ->
                        assertThat(((ProblemException) e.getCause()).problem()).isEqualTo(Problem.TIMEOUT));
        assertThat(offsets("failed")).isEmpty();
    }

    @Test
    void shouldKeepAnEventOnItsWayWhileTheBrokerIsAway() throws Exception {
        var event = event("broker");
        var stopped = new CompletableFuture<Void>();
        next.set(producer -> {
            producer.commitTransaction();
            PLATFORM.local().broker().stop();
            stopped.complete(null);
            throw new TimeoutException("the answer is lost");
        });

        var writing = CompletableFuture.runAsync(() -> writer.write(List.of(event), 1));
        stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(event.done()).isNotDone();
        PLATFORM.local().broker().start();
        PLATFORM.local().broker().awaitReady(PATIENCE);
        writing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(offsets("broker")).containsExactly(done(event).offset());
    }

    private TransactionalWriter writer() {
        var client = PLATFORM.settings().kafkaClient();
        var timeout = Duration.ofSeconds(5);
        return new TransactionalWriter(
                EventWriter.settings(client, timeout, 1_000_000),
                encoder,
                new CommitCheck(client, timeout),
                7,
                Lossy::new);
    }

    private KeyedEvent event(String key) {
        var value = new Control(key, ControlKind.CANCEL, List.of(), null, 1L);
        return new KeyedEvent("tokens.control/" + key, "digest", encoder.encode(TokensTopics.CONTROL, key, value));
    }

    private static Published done(KeyedEvent event) throws Exception {
        return event.done().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Where those who read what is committed see the event. */
    private static List<Long> offsets(String key) {
        try (var reader = PLATFORM.reader(TokensTopics.CONTROL, Isolation.COMMITTED)) {
            return reader.drain(PATIENCE).stream()
                    .filter(event -> key.equals(event.key()))
                    .map(event -> event.offset())
                    .toList();
        }
    }

    private final class Lossy extends KafkaProducer<String, byte[]> {

        private boolean inside;

        Lossy(Map<String, Object> settings) {
            super(settings, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            if (inside) {
                super.commitTransaction();
                return;
            }
            inside = true;
            try {
                next.getAndSet(KafkaProducer::commitTransaction).of(this);
            } finally {
                inside = false;
            }
        }
    }
}
