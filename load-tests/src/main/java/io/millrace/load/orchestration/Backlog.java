package io.millrace.load.orchestration;

import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.tokens.plan.PlanParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the applications work off: requests whose calls stream at the same time, their elements in turn, as workers write
 * them. The same bytes go to the topic of the pass-through. For one thread.
 */
final class Backlog implements AutoCloseable {

    static final String POOL = "bench";
    /** A token of English text has about four characters. */
    private static final String TOKEN = "abc ";

    private static final String SENTENCE_END = "end. ";

    /** Twice the length of a sentence in English, so that no answer has more sentences than a split may have children. */
    private static final int SENTENCE_TOKENS = 48;

    private static final Duration DEADLINE = Duration.ofHours(2);
    private static final Duration CLOSE = Duration.ofSeconds(30);

    private final CoreSettings core;
    private final BenchPipeline pipeline;
    private final String run;
    private final KafkaProducer<String, byte[]> producer;

    /** @param run tells the requests of this measurement from others */
    Backlog(CoreSettings core, BenchPipeline pipeline, String run) {
        this.core = core;
        this.pipeline = pipeline;
        this.run = run;
        var config = core.kafkaClient();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-bench-backlog");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    void publishPlan() {
        var parsed = PlanParser.parse(pipeline.source(), Set.of(POOL), Set.of());
        var plan = new Plan(pipeline.plan(), 1, parsed.digest(), parsed.canonicalJson(), System.currentTimeMillis());
        send(TokensTopics.PLANS, pipeline.plan(), plan);
        send(TokensTopics.PLANS, pipeline.plan() + "|1", plan);
        producer.flush();
    }

    /** Asks {@code count} questions whose askers follow the answer. */
    void ask(int count) {
        long now = System.currentTimeMillis();
        for (int i = 0; i < count; i++) {
            var request = Request.newBuilder()
                    .setRequestId(id(i))
                    .setPipeline(pipeline.plan())
                    .setInput("How?")
                    .setReplyTo(0)
                    .setAt(now)
                    .setDeadline(now + DEADLINE.toMillis())
                    .build();
            send(TokensTopics.REQUESTS, id(i), request);
        }
        producer.flush();
    }

    /** Writes what workers say of the answers: START, fragments of {@code tokens} tokens each, END. */
    void answer(int requests, int elements, int tokens) {
        int each = elements / requests;
        for (int seq = 0; seq < each; seq++) {
            for (int i = 0; i < requests; i++) {
                send(TokensTopics.ELEMENTS, id(i), element(i, seq, each - 1, tokens));
            }
        }
        producer.flush();
    }

    /** Writes the same elements, as bytes, to a topic without a schema. */
    void copy(String topic, int requests, int elements, int tokens) {
        int each = elements / requests;
        var serializer = core.serdes().serializer(TokensTopics.ELEMENTS);
        for (int seq = 0; seq < each; seq++) {
            for (int i = 0; i < requests; i++) {
                var bytes = serializer.serialize(TokensTopics.ELEMENTS.name(), element(i, seq, each - 1, tokens));
                producer.send(new ProducerRecord<>(topic, id(i), bytes));
            }
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }

    private String id(int request) {
        return run + '-' + request;
    }

    private Element element(int request, int seq, int last, int tokens) {
        var kind = seq == 0 ? ElementKind.START : seq == last ? ElementKind.END : ElementKind.DATA;
        return Element.newBuilder()
                .setRequestId(id(request))
                .setStage("answer")
                .setPath(new ArrayList<>())
                .setAttempt(List.of(0))
                .setRun(1L + request)
                .setSeq(seq)
                .setKind(kind)
                .setText(kind == ElementKind.DATA ? text(seq, tokens) : null)
                .setUsage(kind == ElementKind.START ? null : new Usage(4L, 0L, (long) seq * tokens))
                .setPool(POOL)
                .setLane(0)
                .setReplica("00000000-bench")
                .setAt(System.currentTimeMillis())
                .build();
    }

    /** Sentences end as often whatever the tokens of an element are. */
    private static String text(int seq, int tokens) {
        var end = (long) seq * tokens % SENTENCE_TOKENS < tokens;
        return end ? TOKEN.repeat(tokens - 1) + SENTENCE_END : TOKEN.repeat(tokens);
    }

    /** Whoever waits for the records notices when some are missing. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
        var bytes = core.serdes().serializer(topic).serialize(topic.name(), event);
        producer.send(new ProducerRecord<>(topic.name(), key, bytes));
    }
}
