package io.millrace.queries.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.json.JsonMismatchException;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreAnswer;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreJson;
import io.millrace.queries.store.StorePage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Asks other instances over their peer listeners. */
public final class HttpPeers implements Peers {

    /** Below which a peer listener answers. */
    public static final String BASE = "/peer/v1/stores/";

    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final Duration timeout;
    private final String secret;
    private final Semaphore room;
    private final SilentPeers silent;

    /**
     * @param timeout for a peer to answer
     * @param secret that the instances share; empty for none
     * @param most questions on their way at once
     */
    public HttpPeers(Duration timeout, String secret, int most, LongSupplier nanos) {
        this.timeout = timeout;
        this.secret = secret;
        this.room = new Semaphore(most);
        this.silent = new SilentPeers(nanos);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public CompletableFuture<StoreAnswer> get(
            HostInfo peer, StoreDescription store, String key, int partition, ReadOptions options) {
        var query = new LinkedHashMap<>(options.parameters());
        query.put("partition", Integer.toString(partition));
        return ask(peer, store.name() + "/" + encoded(key), query, json -> StoreJson.parseAnswer(store, json));
    }

    @Override
    public CompletableFuture<StorePage> range(
            HostInfo peer,
            StoreDescription store,
            KeyRange range,
            int limit,
            Set<Integer> partitions,
            ReadOptions options) {
        var query = new LinkedHashMap<>(options.parameters());
        query.put("partitions", partitions.stream().map(String::valueOf).collect(Collectors.joining(",")));
        query.put("limit", Integer.toString(limit));
        put(query, "from", range.from());
        put(query, "to", range.to());
        put(query, "prefix", range.prefix());
        put(query, "after", range.after());
        return ask(peer, store.name().name(), query, json -> StoreJson.parsePage(store, json));
    }

    /** Makes an answer of what a peer has said. */
    private interface Parsing<T> {
        T parse(JsonNode json) throws JsonMismatchException;
    }

    private <T> CompletableFuture<T> ask(HostInfo peer, String path, Map<String, String> query, Parsing<T> parsing) {
        var parameters = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        var host = peer.host().indexOf(':') >= 0 ? "[" + peer.host() + "]" : peer.host();
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + host + ":" + peer.port() + BASE + path + "?" + parameters))
                .timeout(timeout)
                .header("Accept", "application/json");
        if (!secret.isEmpty()) {
            request.header("Authorization", "Bearer " + secret);
        }
        return send(peer, request.build()).handle((response, failure) -> {
            if (failure != null) {
                throw failure instanceof ProblemException problem ? problem : unreachable(peer, failure);
            }
            return parsed(peer, response, parsing);
        });
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HostInfo peer, HttpRequest request) {
        if (silent.has(peer)) {
            return CompletableFuture.failedFuture(
                    Problem.PEER_UNREACHABLE.because("instance " + peer + " did not answer a moment ago"));
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(Problem.TOO_MANY_REQUESTS.because(
                    "too many questions to other instances are on their way; try again shortly"));
        }
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .whenComplete((response, failure) -> {
                    room.release();
                    if (failure == null) {
                        silent.answered(peer);
                    } else {
                        silent.didNotAnswer(peer);
                    }
                });
    }

    private static <T> T parsed(HostInfo peer, HttpResponse<byte[]> response, Parsing<T> parsing) {
        try {
            var json = JSON.readTree(response.body());
            if (response.statusCode() != OK) {
                throw told(peer, json);
            }
            return parsing.parse(json);
        } catch (IOException | JsonMismatchException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Of another version, or no instance at all.
            throw new ProblemException(
                    Problem.PEER_UNREACHABLE, "instance " + peer + " answered what cannot be read", e);
        }
    }

    /** The problem that a peer has told. */
    private static ProblemException told(HostInfo peer, JsonNode json) {
        var code = json.path("code").asText().toUpperCase(Locale.ROOT);
        for (var problem : Problem.values()) {
            if (problem.name().equals(code)) {
                return problem.because(json.path("detail").asText());
            }
        }
        return Problem.PEER_UNREACHABLE.because("instance " + peer + " refused to answer");
    }

    private static ProblemException unreachable(HostInfo peer, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof HttpTimeoutException
                ? new ProblemException(Problem.TIMEOUT, "instance " + peer + " did not answer in time", cause)
                : new ProblemException(Problem.PEER_UNREACHABLE, "instance " + peer + " cannot be reached", cause);
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
