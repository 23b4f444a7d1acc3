package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.Paths;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which call a piece of work is: the same whenever the topology derives it again.
 *
 * @param path as {@link Paths} writes it
 * @param attempt one number for each prefix of the path, the root included
 */
record CallKey(String requestId, String path, String stage, List<Integer> attempt) {

    CallKey {
        attempt = List.copyOf(attempt);
    }

    static CallKey of(Work work) {
        return new CallKey(work.getRequestId(), Paths.text(work.getPath()), work.getStage(), work.getAttempt());
    }

    /** Stands for all calls of a request. */
    static CallKey ofAll(String requestId) {
        return new CallKey(requestId, "", "", List.of());
    }

    /** As one line, usable as an idempotency key. */
    String text() {
        var numbers = attempt.stream().map(String::valueOf).collect(Collectors.joining("."));
        return requestId + "|" + path + "|" + stage + "|" + numbers;
    }
}
