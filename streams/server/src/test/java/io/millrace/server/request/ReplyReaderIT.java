package io.millrace.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReplyReaderIT {

    private static final int PARTITION = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    @BeforeAll
    static void createTopic() {
        PLATFORM.create(List.of(TokensTopics.REPLIES));
    }

    @Test
    void shouldGoOnAfterAListenerThatFails() throws Exception {
        try (var reader = reader(0);
                var writer = PLATFORM.writer(TokensTopics.REPLIES)) {
            reader.start();
            reader.await("broken", reply -> {
                throw new IllegalStateException("this one cannot take it");
            });
            var heard = new CompletableFuture<Reply>();
            reader.await("sound", heard::complete);

            reply(writer, "broken");
            reply(writer, "sound");

            heard.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldGoOnWithAnotherConsumerWhereOneHasFailed() throws Exception {
        try (var reader = reader(3);
                var writer = PLATFORM.writer(TokensTopics.REPLIES)) {
            var heard = new CompletableFuture<Reply>();
            reader.await("late", heard::complete);
            reader.start();

            reply(writer, "late");

            heard.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldBeginOnceItsTopicIsThere() throws Exception {
        var replies = new Topic<>(
                PLATFORM.uniqueName(TokensTopics.REPLIES.name()),
                TokensTopics.REPLIES.type(),
                TokensTopics.REPLIES.key(),
                PARTITION + 1,
                TokensTopics.REPLIES.cleanup(),
                TokensTopics.REPLIES.retention(),
                TokensTopics.REPLIES.rules());
        try (var reader = reader(0, replies.name())) {
            reader.start();
            assertThat(reader.isReading()).isFalse();
            var heard = new CompletableFuture<Reply>();
            reader.await("first", heard::complete);

            PLATFORM.create(List.of(replies));

            Awaitility.await().atMost(PATIENCE).until(reader::isReading);
            try (var writer = PLATFORM.writer(replies)) {
                reply(writer, "first");
            }
            heard.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** @param failures how many polls fail for good, each of another consumer */
    private static ReplyReader reader(int failures) {
        return reader(failures, TokensTopics.REPLIES.name());
    }

    private static ReplyReader reader(int failures, String topic) {
        var left = new AtomicInteger(failures);
        return new ReplyReader(
                () -> new FailingConsumer(left),
                PLATFORM.serdes().deserializer(TokensTopics.REPLIES),
                new TopicPartition(topic, PARTITION));
    }

    private static void reply(TopicWriter<Reply> writer, String id) {
        var reply = Reply.newBuilder()
                .setRequestId(id)
                .setReplyTo(PARTITION)
                .setSequence(0)
                .setKind(ReplyKind.DELTA)
                .setAt(1)
                .build();
        writer.writeTo(PARTITION, id, reply);
    }

    /** As if the rights to read were taken away for a while. */
    private static final class FailingConsumer extends KafkaConsumer<String, byte[]> {

        private final AtomicInteger left;

        FailingConsumer(AtomicInteger left) {
            super(
                    new HashMap<>(PLATFORM.settings().kafkaClient()),
                    new StringDeserializer(),
                    new ByteArrayDeserializer());
            this.left = left;
        }

        @Override
        public ConsumerRecords<String, byte[]> poll(Duration timeout) {
            if (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new TopicAuthorizationException("not now");
            }
            return super.poll(timeout);
        }
    }
}
