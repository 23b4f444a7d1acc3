package io.millrace.cli.replay;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.tokens.TokensSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Asks what was asked before, through the log, and waits for the result. For one thread. */
final class Replay {

    /** Header of a request that is a replay: the id of the first. */
    static final String OF_HEADER = "millrace-replay-of";

    /** Stands in the id of each replay between that of the first and a random number, so that all that is kept of it tells. */
    private static final String MARK = "-replay-";

    private static final int LONGEST_ID = 64;
    private static final int NUMBER_DIGITS = 8;

    /** What a result may take after the deadline: its transaction commits and is read. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final CoreSettings settings;
    private final Clock clock;
    private final String first;
    private final Request request;

    private Replay(CoreSettings settings, Clock clock, String first, Request request) {
        this.settings = settings;
        this.clock = clock;
        this.first = first;
        this.request = request;
    }

    /**
     * Not asked yet. Input, messages, parameters and tenant are those of the first, and it gets as much time; nobody is
     * told of it but the log.
     *
     * @param version of the plan
     * @param ids makes the ids of two replays differ
     */
    static Replay of(PastRequest past, int version, CoreSettings settings, Clock clock, RandomGenerator ids) {
        var now = clock.millis();
        var first = past.request().getRequestId();
        var request = Request.newBuilder(past.request())
                .setRequestId(id(first, ids))
                .setVersion(version)
                .setReplyTo(-1)
                .setAt(now)
                .setDeadline(now + time(past, settings))
                .build();
        return new Replay(settings, clock, first, request);
    }

    /** What is asked. */
    Request request() {
        return request;
    }

    /** Time that it has to answer. */
    Duration time() {
        return Duration.ofMillis(request.getDeadline() - request.getAt());
    }

    /**
     * Asks it.
     *
     * @throws CommandFailure UNREACHABLE when no result comes by its deadline
     */
    Result run() {
        try (var results = KeyedRecords.open(settings, TokensTopics.RESULTS, request.getRequestId())) {
            results.skipToEnd();
            publish();
            while (clock.millis() < request.getDeadline() + GRACE.toMillis()) {
                var result = results.poll().map(KeyedRecords.Found::value);
                if (result.isPresent()) {
                    return result.get();
                }
            }
        }
        throw new CommandFailure(
                ExitCode.UNREACHABLE,
                "no result of " + request.getRequestId()
                        + " came by its deadline: 'millrace status' says whether the platform runs");
    }

    private void publish() {
        var topic = TokensTopics.REQUESTS;
        var bytes = settings.serdes().serializer(topic).serialize(topic.name(), request);
        var event = new ProducerRecord<>(topic.name(), request.getRequestId(), bytes);
        event.headers().add(OF_HEADER, first.getBytes(StandardCharsets.UTF_8));
        var client = settings.kafkaClient();
        client.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxMessageBytes());
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(event).get();
        } catch (ExecutionException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, "cannot publish to " + topic.name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted while publishing to " + topic.name(), e);
        }
    }

    /** Of the first as much as leaves room for the rest: ids are bounded. A replay of a replay is called after the first, too. */
    private static String id(String first, RandomGenerator ids) {
        var begin = first.replaceFirst(MARK + "[0-9a-f]{" + NUMBER_DIGITS + "}$", "");
        var kept = begin.substring(0, Math.min(begin.length(), LONGEST_ID - MARK.length() - NUMBER_DIGITS));
        return kept + MARK + HexFormat.of().toHexDigits(ids.nextInt());
    }

    /** How long the first had, milliseconds. */
    private static long time(PastRequest past, CoreSettings settings) {
        var deadline = past.request().getDeadline();
        return deadline > 0
                ? Math.max(0, deadline - past.askedAt())
                : settings.raw()
                        .parse(TokensSettings.definition())
                        .getDuration(TokensSettings.REQUEST_TIMEOUT)
                        .toMillis();
    }
}
