package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class OneShotCalleeTest {

    private final Counting service = new Counting();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    @AutoClose
    private final OneShotCallee callee = new OneShotCallee(service, 1, "test");

    @Test
    void shouldTellTheServiceWhatACallIsAPartOf() throws InterruptedException {
        assertThat(answer("s", 0)).isEqualTo("1 of s");
        assertThat(answer("s", 2)).isEqualTo("2 of s");
        assertThat(answer("s", 2)).isEqualTo("2 of s");
        assertThat(answer("other", 0)).isEqualTo("1 of other");
    }

    @Test
    void shouldTellTheServiceWhenAScopeEnds() throws InterruptedException {
        answer("s", 0);

        callee.scopeEnded(WorkSamples.scopeEnd("s", 3));

        assertThat(service.cardinalities).isEqualTo(Map.of("s", 3));
        assertThat(service.parts).isEmpty();
    }

    @Test
    void shouldOutliveAServiceThatFailsAtTheEndOfAScope() throws InterruptedException {
        callee.scopeEnded(WorkSamples.scopeEnd("never begun", 3));
        assertThat(answer("s", 0)).isEqualTo("1 of s");
    }

    @Test
    void shouldEndACallThatItsServiceDoesNotAnswer() throws InterruptedException {
        assertThat(answer(request -> null)).isEqualTo("the service failed unexpectedly: NullPointerException");
    }

    @Test
    void shouldEndACallWhoseServiceFailsWithoutACode() throws InterruptedException {
        assertThat(answer(request -> {
                    throw new ServiceException("not a code", "nothing was found", false);
                }))
                .isEqualTo("the service failed unexpectedly: IllegalArgumentException");
    }

    @Test
    void shouldEndACallWhoseServiceLacksALibrary() throws InterruptedException {
        assertThat(answer(request -> {
                    throw new NoClassDefFoundError("missing");
                }))
                .isEqualTo("the service failed unexpectedly: NoClassDefFoundError");
    }

    @Test
    void shouldEndACallWhoseAnswerCannotBeTold() throws InterruptedException {
        assertThat(answer(request -> ServiceAnswer.text(Listener.UNTELLABLE)))
                .isEqualTo("the service failed unexpectedly: IllegalStateException");
    }

    private String answer(Answering broken) throws InterruptedException {
        try (var broke = new OneShotCallee(broken, 1, "broken")) {
            var work = WorkSamples.call("r", 0);
            broke.start(CallKey.of(work), work, JsonNodeFactory.instance.objectNode(), new Listener());
            return answers.poll(20, TimeUnit.SECONDS);
        }
    }

    private String answer(String scope, int index) throws InterruptedException {
        var work = WorkSamples.call("r", index);
        work.setScope(scope);
        work.setIndex(index);
        callee.start(CallKey.of(work), work, JsonNodeFactory.instance.objectNode(), new Listener());
        return answers.poll(20, TimeUnit.SECONDS);
    }

    /** A service that is wrong. */
    @FunctionalInterface
    private interface Answering extends Service {

        @Override
        default void close() {}
    }

    /** Answers how many parts of a scope it has seen, which only one that sees them all does rightly. */
    private static final class Counting implements Service {

        private final Map<String, Set<Integer>> parts = new HashMap<>();
        private final Map<String, Integer> cardinalities = new HashMap<>();

        @Override
        public synchronized ServiceAnswer call(ServiceRequest request) {
            var seen = parts.computeIfAbsent(String.valueOf(request.scope()), scope -> new HashSet<>());
            seen.add(request.index());
            return ServiceAnswer.text(seen.size() + " of " + request.scope());
        }

        @Override
        public synchronized void scopeEnded(String scope, int cardinality) {
            if (parts.remove(scope) == null) {
                throw new IllegalStateException("no part of " + scope + " was seen");
            }
            cardinalities.put(scope, cardinality);
        }

        @Override
        public void close() {}
    }

    private final class Listener implements AnswerListener {

        private static final String UNTELLABLE = "untellable";

        @Override
        public void whole(ServiceAnswer answer) {
            if (UNTELLABLE.equals(answer.text())) {
                throw new IllegalStateException("as JSON of a service may");
            }
            answers.add(String.valueOf(answer.text()));
        }

        @Override
        public void text(String fragment) {
            answers.add("streamed: " + fragment);
        }

        @Override
        public void end(TokenUsage usage, FinishReason reason) {
            answers.add("ended: " + reason);
        }

        @Override
        public void fail(EngineFailure failure) {
            answers.add(failure.message());
        }
    }
}
