package io.millrace.load.headline.real;

import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.load.headline.Answer;
import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.Questions.Progress;
import io.millrace.server.request.ReplyReader;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Asks as the servers do, without HTTP: publishes a request and hears on {@code tokens.replies}, uncommitted, what its client
 * sees. The committed result of the same request comes up to a commit interval later. To be asked by one thread.
 */
final class FrontDoor implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final CoreSettings core;
    private final KafkaProducer<String, byte[]> producer;
    private final ReplyReader replies;

    FrontDoor(CoreSettings core) {
        this.core = core;
        var config = core.kafkaClient();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-bench-front");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        this.replies = new ReplyReader(
                core.kafkaClient(),
                core.serdes().deserializer(TokensTopics.REPLIES),
                new TopicPartition(TokensTopics.REPLIES.name(), 0));
        replies.start();
    }

    void publish(Mode mode) {
        var pipeline = Pipelines.name(mode);
        var parsed = Pipelines.of(mode).plan(Set.of(Pipelines.ENGINE), Set.of(Pipelines.SEARCH));
        var plan = new Plan(pipeline, 1, parsed.digest(), parsed.canonicalJson(), System.currentTimeMillis());
        send(TokensTopics.PLANS, pipeline, plan);
        send(TokensTopics.PLANS, pipeline + "|1", plan);
        producer.flush();
    }

    /** @param id that no other request has */
    void ask(Mode mode, String id, Answer answer, Progress progress) {
        long now = System.currentTimeMillis();
        var request = Request.newBuilder()
                .setRequestId(id)
                .setPipeline(Pipelines.name(mode))
                .setInput(Prompts.question(id, answer))
                .setReplyTo(replies.partition())
                .setAt(now)
                .setDeadline(now + DEADLINE.toMillis())
                .build();
        replies.await(id, new Listener(id, answer.claims(), progress));
        send(TokensTopics.REQUESTS, id, request);
    }

    @Override
    public void close() {
        replies.close();
        producer.close(CLOSE);
    }

    /** What does not arrive has no reply, which is noticed. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
        producer.send(new ProducerRecord<>(
                topic.name(), key, core.serdes().serializer(topic).serialize(topic.name(), event)));
    }

    /** Of one request. Called by the one thread that reads replies, which may come twice. */
    private final class Listener implements Consumer<Reply> {

        private final String id;
        private final int claims;
        private final Progress progress;

        Listener(String id, int claims, Progress progress) {
            this.id = id;
            this.claims = claims;
            this.progress = progress;
        }

        @Override
        public void accept(Reply reply) {
            if (reply.getKind() == ReplyKind.ITEM && Pipelines.VERDICT.equals(reply.getStage())) {
                progress.firstVerdict();
            }
            if (reply.getKind() == ReplyKind.FINISHED) {
                replies.forget(id);
                end(reply.getResult());
            }
        }

        private void end(Result result) {
            long verdicts = result.getStages().stream()
                    .filter(stage -> stage.getStage().equals(Pipelines.VERDICT))
                    .mapToLong(stage -> stage.getItems())
                    .sum();
            if (result.getStatus() != ResultStatus.COMPLETE) {
                progress.failed(result.getStatus() + " " + result.getErrorCode() + " " + result.getMissing());
            } else if (verdicts != claims) {
                progress.failed(verdicts + " verdicts of " + claims);
            } else {
                progress.ended();
            }
        }
    }
}
