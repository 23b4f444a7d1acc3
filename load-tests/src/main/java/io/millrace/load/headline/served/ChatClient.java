package io.millrace.load.headline.served;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.load.openloop.Questions.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Asks a server as OpenAI's clients do, streaming. Safe for use by several threads. */
final class ChatClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final Set<Integer> PUBLISHED = Set.of(OK, 201);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final URI server;
    private final Duration deadline;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** @param deadline that the server is given for each question */
    ChatClient(URI server, Duration deadline) {
        this.server = server;
        this.deadline = deadline;
    }

    /**
     * Publishes a pipeline and returns once the server answers questions to it.
     *
     * @param definition as JSON
     */
    void publish(String pipeline, String definition) throws IOException, InterruptedException {
        await("/health/ready");
        var request = request("/api/v1/tokens/pipelines/" + pipeline)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(definition))
                .build();
        var answer = client.send(request, BodyHandlers.ofString(UTF_8));
        if (!PUBLISHED.contains(answer.statusCode())) {
            throw new IllegalStateException("pipeline " + pipeline + " was refused: " + answer.body());
        }
        await("/v1/models/" + pipeline);
    }

    /**
     * Asks and does not wait.
     *
     * @param claims verdicts that a whole answer has
     * @param progress told by threads of the HTTP client
     */
    void ask(String pipeline, String question, int claims, Progress progress) {
        var body = JSON.createObjectNode().put("model", pipeline).put("stream", true);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        var request = request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .header("X-Millrace-Deadline-Ms", Long.toString(deadline.toMillis()))
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        var answer = new ChatAnswer(claims, progress);
        var unused = client.sendAsync(request, into(answer)).whenComplete((response, error) -> {
            if (error != null) {
                answer.onError(error);
            }
        });
    }

    private static BodyHandler<Void> into(ChatAnswer answer) {
        return info -> info.statusCode() == OK
                ? BodySubscribers.fromLineSubscriber(answer, ended -> null, UTF_8, null)
                : BodySubscribers.mapping(BodySubscribers.ofString(UTF_8), refusal -> {
                    answer.refused(info.statusCode(), refusal);
                    return null;
                });
    }

    private void await(String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var request = request(path).GET().build();
        while (client.send(request, BodyHandlers.discarding()).statusCode() != OK) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(path + " of the platform is not there after " + PATIENCE);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }
}
