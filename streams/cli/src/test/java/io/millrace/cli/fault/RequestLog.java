package io.millrace.cli.fault;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicReader;
import io.millrace.testkit.TopicWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Asks on the raw log and reads there what became of it: the oracle of the fault tests. For one thread. */
final class RequestLog implements AutoCloseable {

    private static final Duration READ_WITHIN = Duration.ofSeconds(60);
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final TopicWriter<Request> requests;
    private final TopicReader<Element> elements;
    private final TopicReader<Element> derived;
    private final TopicReader<CallUsage> usage;
    private final TopicReader<Result> results;
    private int roundBegin;

    RequestLog(TestPlatform platform) {
        this.requests = platform.writer(TokensTopics.REQUESTS);
        this.elements = platform.reader(TokensTopics.ELEMENTS, Isolation.UNCOMMITTED);
        this.derived = platform.reader(TokensTopics.DERIVED, Isolation.COMMITTED);
        this.usage = platform.reader(TokensTopics.USAGE, Isolation.COMMITTED);
        this.results = platform.reader(TokensTopics.RESULTS, Isolation.COMMITTED);
    }

    /**
     * Asks each question once, in a round of its own; the rounds before must have ended.
     *
     * @return the questions by request
     */
    Map<String, String> ask(String round, List<String> questions) {
        roundBegin = elements.drain(READ_WITHIN).size();
        Map<String, String> asked = new HashMap<>();
        for (var question : questions) {
            var id = round + "-" + asked.size();
            asked.put(id, question);
            ask(id, question);
        }
        return asked;
    }

    /** Asks one question more in this round. */
    void ask(String id, String question) {
        requests.write(id, request(id, question));
    }

    /** Waits until this round has that many elements. */
    void awaitElements(int count, Duration timeout) {
        elements.await(count + " elements", timeout, seen -> seen.size() - roundBegin >= count);
    }

    /** Reads what comes until then, a moment of {@link System#nanoTime}. */
    void readUntil(long nanos) {
        elements.readUntil(nanos);
    }

    /** All elements that workers have written in this round, in the order of each request's partition. */
    List<Element> written() {
        elements.drain(READ_WITHIN);
        return ofRound().toList();
    }

    /** All that the topology has derived, up to the committed end of the log. */
    List<Element> derived() {
        return derived.drain(READ_WITHIN).stream().map(ConsumerRecord::value).toList();
    }

    /** All bills, up to the committed end of the log. */
    List<CallUsage> bills() {
        return usage.drain(READ_WITHIN).stream().map(ConsumerRecord::value).toList();
    }

    /** Number of the elements of this round that are on the log. */
    int elements() {
        return elements.drain(READ_WITHIN).size() - roundBegin;
    }

    /** Requests of this round that a worker has begun to work on, by the elements read. */
    Set<String> begun() {
        return ofRound()
                .filter(element -> element.getKind() == ElementKind.START)
                .map(Element::getRequestId)
                .collect(toSet());
    }

    /** Requests of this round for which this replica has a call that has begun and not ended, by all that is on the log. */
    Set<String> openOn(String replica) {
        elements.drain(READ_WITHIN);
        var started = new HashMap<Long, String>();
        var ended = new HashSet<Long>();
        ofRound().filter(element -> replica.equals(element.getReplica())).forEach(element -> {
            if (element.getKind() == ElementKind.START) {
                started.put(element.getRun(), element.getRequestId());
            } else if (element.getKind() != ElementKind.DATA || element.getComplete()) {
                ended.add(element.getRun());
            }
        });
        started.keySet().removeAll(ended);
        return Set.copyOf(started.values());
    }

    /** Waits until each of these requests has a result. */
    void awaitResults(Set<String> ids, Duration timeout) {
        results.await(
                "results of " + ids,
                timeout,
                seen -> seen.stream().map(ConsumerRecord::key).collect(toSet()).containsAll(ids));
    }

    /** All results that are on the log, up to its committed end, by request. */
    Map<String, List<Result>> results() {
        return results.drain(READ_WITHIN).stream()
                .collect(groupingBy(ConsumerRecord::key, mapping(ConsumerRecord::value, toList())));
    }

    @Override
    public void close() {
        requests.close();
        elements.close();
        derived.close();
        usage.close();
        results.close();
    }

    private Stream<Element> ofRound() {
        return elements.seen().stream().skip(roundBegin).map(ConsumerRecord::value);
    }

    private static Request request(String id, String question) {
        long now = Clock.systemUTC().millis();
        return Request.newBuilder()
                .setRequestId(id)
                .setPipeline("verified-answer")
                .setInput(question)
                .setReplyTo(-1)
                .setAt(now)
                .setDeadline(now + DEADLINE.toMillis())
                .build();
    }
}
