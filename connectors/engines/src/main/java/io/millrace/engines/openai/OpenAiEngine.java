package io.millrace.engines.openai;

import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Any server with OpenAI's {@code /v1/chat/completions} and {@code stream: true}, over HTTP/1.1 so that closing the
 * connection is what aborts a call. Safe for use by several threads.
 */
final class OpenAiEngine implements Engine {

    private final OpenAiSettings settings;
    private final Clock clock;
    private final HttpClient client;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<OpenAiCall> calls = ConcurrentHashMap.newKeySet();

    OpenAiEngine(OpenAiSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "millrace-openai-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public EngineCall start(EngineRequest request, EngineListener listener) {
        String body;
        try {
            body = ChatBody.of(request, settings.model());
        } catch (IllegalArgumentException e) {
            listener.fail(new EngineFailure("INVALID_INPUT", String.valueOf(e.getMessage()), false, TokenUsage.NONE));
            return () -> {};
        }
        var exchange = new ChatExchange(client, httpRequest(body));
        var call = new OpenAiCall(
                settings, exchange, new Alarm(timer, clock, request.deadline()), request, listener, calls::remove);
        calls.add(call);
        call.start();
        return call;
    }

    @Override
    public boolean continuesText() {
        return settings.continuesText();
    }

    @Override
    public void close() {
        calls.forEach(OpenAiCall::cancel);
        timer.shutdownNow();
    }

    private HttpRequest httpRequest(String body) {
        var request = HttpRequest.newBuilder(settings.completions())
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (settings.apiKey() != null) {
            request.header("Authorization", "Bearer " + settings.apiKey().value());
        }
        return request.build();
    }
}
