package io.millrace.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each question leads to when nothing happens to its request.
 *
 * @param outcomes by question
 * @param elements of all of them on the log
 */
record Undisturbed(Map<String, Outcome> outcomes, int elements) {

    static final Duration RESULTS_WITHIN = Duration.ofSeconds(150);

    /** Asks each question once. */
    static Undisturbed measure(RequestLog log, Quiet quiet) {
        quiet.awaitQuiet();
        var asked = log.ask("undisturbed", PacedMill.questions());
        long begin = System.nanoTime();
        log.awaitResults(asked.keySet(), RESULTS_WITHIN);
        long took = System.nanoTime() - begin;
        var results = log.results();
        var outcomes = new HashMap<String, Outcome>();
        asked.forEach((id, question) -> outcomes.put(question, only(results, id)));
        assertThat(outcomes.values()).allMatch(Outcome::complete).doesNotHaveDuplicates();
        quiet.awaitQuiet();
        var measured = new Undisturbed(outcomes, log.elements());
        Kills.tell("undisturbed: %d requests, %d elements, %.1f s", asked.size(), measured.elements(), took / 1e9);
        return measured;
    }

    /**
     * @param asked questions by request
     * @throws AssertionError when a request has no result, more than one, or another than undisturbed
     */
    void assertSame(Map<String, String> asked, Map<String, List<Result>> results) {
        asked.forEach((id, question) -> assertThat(only(results, id)).as(id).isEqualTo(outcomes.get(question)));
    }

    private static Outcome only(Map<String, List<Result>> results, String id) {
        var ofRequest = results.getOrDefault(id, List.of());
        assertThat(ofRequest).as(id).hasSize(1);
        return Outcome.of(ofRequest.get(0));
    }
}
