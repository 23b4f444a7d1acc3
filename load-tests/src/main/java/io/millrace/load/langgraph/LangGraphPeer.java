package io.millrace.load.langgraph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.load.headline.Answer;
import io.millrace.load.openloop.SystemUnderLoad;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LangGraph in a Node process of its own, asked and answering in lines of JSON. A thread of its own tells of the answers.
 */
final class LangGraphPeer implements SystemUnderLoad {

    private static final Logger LOG = LoggerFactory.getLogger(LangGraphPeer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final NodeProject project;
    private final Map<Integer, Progress> open = new ConcurrentHashMap<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean ready;
    private volatile boolean closed;
    private Duration before = Duration.ZERO;
    private @Nullable Process process;
    private @Nullable BufferedWriter questions;

    LangGraphPeer(NodeProject project) {
        this.project = project;
    }

    /** @throws PeerUnavailableException also when it does not get ready */
    @Override
    public void start(URI engine) throws IOException, InterruptedException {
        var started = project.drive(engine);
        process = started;
        questions = started.outputWriter();
        var reader = new Thread(() -> listen(started.inputReader()), "langgraph-peer");
        reader.setDaemon(true);
        reader.start();
        if (!begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !ready) {
            close();
            throw new PeerUnavailableException("the driver in " + project.directory() + " did not start");
        }
        before = used();
    }

    @Override
    public void ask(int id, Answer answer, Progress progress) {
        var question = JSON.createObjectNode()
                .put("id", id)
                .put("tokens", answer.tokens())
                .put("sentences", answer.sentences())
                .put("claims", answer.claims());
        open.put(id, progress);
        try {
            var line = running(questions);
            line.write(question + "\n");
            line.flush();
        } catch (IOException e) {
            fail(id, "the peer is gone: " + e.getMessage());
        }
    }

    @Override
    public Duration processorTime() {
        return used().minus(before);
    }

    @Override
    public void close() {
        closed = true;
        if (process != null) {
            process.destroy();
        }
    }

    private Duration used() {
        return running(process).info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void listen(BufferedReader lines) {
        try (lines) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                tell(JSON.readTree(line));
            }
        } catch (IOException e) {
            if (!closed) {
                LOG.warn("The peer can no longer be heard", e);
            }
        } finally {
            begun.countDown();
            List.copyOf(open.keySet()).forEach(id -> fail(id, "the peer ended"));
        }
    }

    private void tell(JsonNode news) {
        int id = news.path("id").asInt();
        switch (news.path("event").asText()) {
            case "ready" -> {
                ready = true;
                begun.countDown();
            }
            case "verdict" -> Optional.ofNullable(open.get(id)).ifPresent(Progress::firstVerdict);
            case "end" -> Optional.ofNullable(open.remove(id)).ifPresent(Progress::ended);
            case "failed" -> fail(id, news.path("error").asText());
            default -> LOG.warn("The peer says what is not known: {}", news);
        }
    }

    private void fail(int id, String reason) {
        Optional.ofNullable(open.remove(id)).ifPresent(progress -> progress.failed(reason));
    }

    private static <T> T running(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the peer has not been started");
        }
        return part;
    }
}
