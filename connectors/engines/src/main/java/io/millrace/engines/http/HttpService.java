package io.millrace.engines.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts the input of a call as JSON. The answer is JSON where the server says so, text otherwise. Each call carries the
 * same {@code Idempotency-Key} however often it is begun; a part of a scope that has to be seen whole also names the scope and its
 * number there ({@code Millrace-Scope}, {@code Millrace-Part}). The end of a scope is a post without input that says how many parts
 * there were ({@code Millrace-Parts}); it is not repeated, as {@link Service#scopeEnded} allows. Safe for use by several threads.
 */
final class HttpService implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
    private static final String SCOPE = "Millrace-Scope";
    private static final String NOTHING = "{}";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int MAX_MESSAGE = 300;

    private final HttpServiceSettings settings;
    private final Clock clock;
    private final HttpClient client;

    HttpService(HttpServiceSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    @Override
    public ServiceAnswer call(ServiceRequest request) throws ServiceException, InterruptedException {
        var left = timeout(request.deadline());
        if (left.isNegative() || left.isZero()) {
            throw new ServiceException("DEADLINE", "the deadline passed before the call", false);
        }
        var exchange = client.sendAsync(post(request), info -> LimitedBody.subscriber(settings.maxBytes()));
        try {
            return answer(exchange.get(left.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw timedOut(e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } finally {
            // Closes the connection of a call that timed out or was interrupted; nothing for one that has ended.
            exchange.cancel(true);
        }
    }

    /** Does not wait for the answer. */
    @Override
    public void scopeEnded(String scope, int cardinality) {
        var request = post(NOTHING)
                .header(SCOPE, encoded(scope))
                .header("Millrace-Parts", Integer.toString(cardinality))
                .timeout(settings.timeout())
                .build();
        var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((response, error) -> {
                    if (error != null || !isSuccess(response.statusCode())) {
                        LOG.warn(
                                "service was not told of the end of a scope scope={} answer={}",
                                scope,
                                error == null ? response.statusCode() : error);
                    }
                });
    }

    @Override
    public void close() {}

    private HttpRequest post(ServiceRequest request) {
        var post = post(request.input().toString()).header("Idempotency-Key", encoded(request.callId()));
        if (request.scope() != null) {
            post.header(SCOPE, encoded(request.scope())).header("Millrace-Part", Integer.toString(request.index()));
        }
        return post.build();
    }

    private HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(settings.url())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Duration timeout(Instant deadline) {
        var now = clock.instant();
        return deadline.isBefore(now.plus(settings.timeout())) ? Duration.between(now, deadline) : settings.timeout();
    }

    private ServiceAnswer answer(HttpResponse<Optional<byte[]>> response) throws ServiceException {
        int status = response.statusCode();
        var bytes = response.body()
                .orElseThrow(() -> new ServiceException(
                        "ANSWER_TOO_LARGE", "the service answered more than " + settings.maxBytes() + " bytes", false));
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (!isSuccess(status)) {
            boolean retryable =
                    status >= FIRST_SERVER_ERROR || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
            throw new ServiceException(
                    retryable ? "SERVICE_ERROR" : "SERVICE_REJECTED",
                    "the service answered " + status + ": " + cut(text),
                    retryable);
        }
        if (!response.headers().firstValue("Content-Type").orElse("").contains("json")) {
            return ServiceAnswer.text(text);
        }
        try {
            return ServiceAnswer.json(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new ServiceException(
                    "MALFORMED_ANSWER", "the service answered what is not JSON: " + e.getOriginalMessage(), true, e);
        }
    }

    /** A redirect is not followed: what was posted goes where the settings say, nowhere else. */
    private static boolean isSuccess(int status) {
        return status >= FIRST_SUCCESS && status < FIRST_REDIRECT;
    }

    private static ServiceException timedOut(Exception cause) {
        return new ServiceException("SERVICE_TIMEOUT", "the service did not answer in time", true, cause);
    }

    private static ServiceException failed(Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new ServiceException("SERVICE_UNREACHABLE", "the service cannot be reached: " + cause, true, cause);
        }
        if (cause instanceof HttpTimeoutException timeout) {
            return timedOut(timeout);
        }
        if (cause instanceof IOException) {
            return new ServiceException("SERVICE_ERROR", "the connection to the service broke", true, cause);
        }
        return new ServiceException("SERVICE_ERROR", "the call failed: " + cause, false, cause);
    }

    private static String cut(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
    }
}
