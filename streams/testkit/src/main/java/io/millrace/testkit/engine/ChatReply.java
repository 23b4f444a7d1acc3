package io.millrace.testkit.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request, written piece by piece; each piece is on its way when the method returns. Used by the thread
 * of the request only.
 */
public final class ChatReply {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 60;
    private static final long PING_MS = 10;

    private final HttpExchange exchange;
    private final CountDownLatch closing;
    private @Nullable OutputStream stream;
    private int tokens;

    ChatReply(HttpExchange exchange, CountDownLatch closing) {
        this.exchange = exchange;
        this.closing = closing;
    }

    /** Begins the stream, which {@link #token} does by itself. */
    public ChatReply open() throws IOException {
        out();
        return this;
    }

    /** Sends one chunk with this text. */
    public ChatReply token(String text) throws IOException {
        var chunk = JSON.createObjectNode().put("object", "chat.completion.chunk");
        chunk.putArray("choices").addObject().putObject("delta").put("content", text);
        tokens++;
        return data(chunk.toString());
    }

    /** Sends the text word by word, each with the white space after it. */
    public ChatReply words(String text) throws IOException {
        for (var word : text.split("(?<=\\s)(?=\\S)")) {
            token(word);
        }
        return this;
    }

    /** Sends an event with this data. */
    public ChatReply data(String data) throws IOException {
        return raw(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes as they are. */
    public ChatReply raw(byte[] bytes) throws IOException {
        var out = out();
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Waits until the test opens the latch. */
    public ChatReply await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody opened the latch within " + PATIENCE_SECONDS + " s");
        }
        return this;
    }

    /** Waits for as long as an engine would take. */
    public ChatReply pause(Duration time) throws InterruptedException {
        if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the server closes");
        }
        return this;
    }

    /** Ends the stream with usage: 10 prompt tokens, and as many completion tokens as were sent. */
    public void done() throws IOException {
        done(10, 0, tokens);
    }

    /** Ends the stream with this usage. */
    public void done(long prompt, long cached, long completion) throws IOException {
        finish();
        var chunk = JSON.createObjectNode().put("object", "chat.completion.chunk");
        chunk.putArray("choices");
        var usage = chunk.putObject("usage").put("prompt_tokens", prompt).put("completion_tokens", completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
        data(chunk.toString());
        doneWithoutUsage();
    }

    /** Ends the stream as a server does that reports no usage. */
    public void doneWithoutUsage() throws IOException {
        data("[DONE]");
        out().close();
    }

    /** Sends the chunk that says that the model has ended, and leaves the stream open. */
    public ChatReply finish() throws IOException {
        return finish("stop");
    }

    /** The same with another reason, such as {@code length}. */
    public ChatReply finish(String reason) throws IOException {
        var chunk = JSON.createObjectNode().put("object", "chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("finish_reason", reason);
        choice.putObject("delta");
        return data(chunk.toString());
    }

    /** Closes the connection in order, whatever was sent. */
    public void close() throws IOException {
        out().close();
    }

    /** Breaks the connection without ending the stream. */
    public void breakOff() throws IOException {
        open();
        throw new BrokenOff();
    }

    /** Says nothing until the server closes. */
    public void hang() throws InterruptedException {
        closing.await();
    }

    /** Says nothing that counts until the client has closed the connection. */
    public void awaitClientGone() throws InterruptedException {
        try {
            while (true) {
                raw(": ping\n\n".getBytes(StandardCharsets.UTF_8));
                pause(Duration.ofMillis(PING_MS));
            }
        } catch (IOException gone) {
            stream = null;
        }
    }

    /** Answers with an error in OpenAI's shape instead of a stream. */
    public void refuse(int status, String message) throws IOException {
        var error = JSON.createObjectNode();
        error.putObject("error").put("message", message).put("type", "error");
        var body = error.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Sets a header of the response, before anything is sent. */
    public ChatReply header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
        return this;
    }

    private OutputStream out() throws IOException {
        if (stream == null) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            stream = exchange.getResponseBody();
            stream.flush();
        }
        return stream;
    }

    /** Makes the server drop the connection. */
    static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
