package io.millrace.server;

import io.millrace.events.avro.tokens.Request;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import java.util.List;

/** What was asked of pipelines, as the log has it. */
final class Asked {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private Asked() {}

    /** The request with this input, once it is on the log. */
    static Request once(String question) {
        try (var requests = PLATFORM.reader(TokensTopics.REQUESTS, Isolation.UNCOMMITTED)) {
            return requests.awaitMatching(
                            1, PATIENCE, event -> event.value().getInput().equals(question))
                    .get(0)
                    .value();
        }
    }

    /** The committed requests with this key, once there are {@code count}. */
    static List<Request> committed(String key, int count) {
        try (var requests = PLATFORM.reader(TokensTopics.REQUESTS, Isolation.COMMITTED)) {
            requests.awaitValues(key, count, PATIENCE);
            return requests.drain(PATIENCE).stream()
                    .filter(event -> key.equals(event.key()))
                    .map(event -> event.value())
                    .toList();
        }
    }

    /** A request as JSON, to a pipeline that nobody has. */
    static String value(String id) {
        return "{\"requestId\":\"" + id + "\",\"pipeline\":\"none\",\"input\":\"why?\",\"at\":1}";
    }
}
