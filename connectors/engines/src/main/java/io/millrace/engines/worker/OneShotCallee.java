package io.millrace.engines.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Work;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls of a service, each on a thread of its own; cancelling interrupts it. */
final class OneShotCallee implements Callee {

    private static final Logger LOG = LoggerFactory.getLogger(OneShotCallee.class);

    private final Service service;
    private final ExecutorService threads;

    /** @param concurrency most calls at once, as the worker keeps to it */
    OneShotCallee(Service service, int concurrency, String name) {
        this.service = service;
        this.threads = Executors.newFixedThreadPool(concurrency, Threads.named(name));
    }

    @Override
    public EngineCall start(CallKey key, Work work, JsonNode input, AnswerListener listener) {
        var request = new ServiceRequest(
                key.text(),
                input,
                work.getParameters(),
                Deadlines.of(work.getDeadline()),
                work.getScope(),
                work.getIndex());
        var call = new OneShotCall(request, listener);
        threads.execute(call.task);
        return call;
    }

    @Override
    public void scopeEnded(Work end) {
        if (end.getScope() == null) {
            return;
        }
        try {
            service.scopeEnded(end.getScope(), end.getCardinality());
        } catch (RuntimeException | LinkageError e) {
            // A bug of one service must not stop the thread that begins all calls.
            LOG.error("service failed at the end of a scope scope={}", end.getScope(), e);
        }
    }

    /** Interrupts what runs; services are told to end by that. */
    @Override
    public void close() {
        threads.shutdownNow();
        service.close();
    }

    private final class OneShotCall implements EngineCall {

        private final FutureTask<Boolean> task;
        private final AnswerListener listener;
        private final AtomicBoolean terminal = new AtomicBoolean();

        OneShotCall(ServiceRequest request, AnswerListener listener) {
            this.listener = listener;
            this.task = new FutureTask<>(() -> answer(request), true);
        }

        @Override
        public void cancel() {
            if (isFirstEnd()) {
                task.cancel(true);
                listener.fail(
                        new EngineFailure(EngineFailure.CANCELLED, "the call was aborted", true, TokenUsage.NONE));
            }
        }

        private void answer(ServiceRequest request) {
            try {
                var answer = Objects.requireNonNull(service.call(request), "no answer");
                if (isFirstEnd()) {
                    tell(request, answer);
                }
            } catch (ServiceException e) {
                fail(e.code(), String.valueOf(e.getMessage()), e.retryable());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail(EngineFailure.CANCELLED, "the call was interrupted", true);
            } catch (RuntimeException | LinkageError e) {
                // A bug of one service must end its call, not leave it hanging with its lane held back for ever.
                if (isFirstEnd()) {
                    bug(request, e);
                }
            }
        }

        /** An answer may be such that it cannot be told: its JSON is the service's own object. */
        private void tell(ServiceRequest request, ServiceAnswer answer) {
            try {
                listener.whole(answer);
            } catch (RuntimeException | LinkageError e) {
                bug(request, e);
            }
        }

        private void bug(ServiceRequest request, Throwable error) {
            LOG.error("service failed unexpectedly call={}", request.callId(), error);
            var message = "the service failed unexpectedly: " + error.getClass().getSimpleName();
            listener.fail(new EngineFailure("SERVICE_BUG", message, false, TokenUsage.NONE));
        }

        private void fail(String code, String message, boolean retryable) {
            if (isFirstEnd()) {
                listener.fail(new EngineFailure(code, message, retryable, TokenUsage.NONE));
            }
        }

        private boolean isFirstEnd() {
            return terminal.compareAndSet(false, true);
        }
    }
}
