package io.millrace.server.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/**
 * A response that is written as it comes, without holding a thread: what the client has not yet taken waits in a bounded
 * buffer. Any thread may write; nothing blocks. Ends by {@link #end}, or when the client goes away, which is noticed
 * when a write fails or {@link #isAbandoned} is asked.
 */
public final class AsyncResponse {

    private final HttpServletResponse response;
    private final EndPoint endPoint;
    private final int bufferBytes;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final ServletOutputStream out;
    private int waitingBytes;
    private boolean opened;
    private boolean writable;
    private boolean unflushed;
    private boolean ending;
    private boolean over;

    private AsyncResponse(Context context, int bufferBytes) throws IOException {
        this.response = context.res();
        this.out = response.getOutputStream();
        this.endPoint = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        this.bufferBytes = bufferBytes;
    }

    /**
     * Takes over the response of a request. Call it once, last in the handler.
     *
     * @param bufferBytes most bytes that wait for the client
     */
    public static AsyncResponse takeOver(Context context, int bufferBytes) {
        try {
            var taken = new AsyncResponse(context, bufferBytes);
            context.future(() -> {
                context.req().getAsyncContext().setTimeout(0);
                taken.out.setWriteListener(taken.new Pump());
                return taken.done;
            });
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completes when the response is over: true when it was written to its end, false when the client went away. */
    public CompletableFuture<Boolean> done() {
        return done;
    }

    /** Runs an action when the response is over, on whatever thread finds that out. */
    public void whenOver(Runnable action) {
        var unused = done.whenComplete((whole, failure) -> action.run());
    }

    /** Whether status and headers are settled. */
    public synchronized boolean isOpened() {
        return opened;
    }

    /** Settles status and headers; later calls change nothing. */
    public synchronized void open(int status, String contentType, Map<String, String> headers) {
        if (opened || over) {
            return;
        }
        opened = true;
        response.setStatus(status);
        response.setContentType(contentType);
        headers.forEach(response::setHeader);
    }

    /** Queues bytes; false when the response is over or the client is too slow to take them. */
    public synchronized boolean write(byte[] bytes) {
        if (over || ending || waitingBytes + bytes.length > bufferBytes) {
            return false;
        }
        enqueue(bytes);
        return true;
    }

    /** Whether at least half of the buffer is free. */
    public synchronized boolean hasRoom() {
        return waitingBytes <= bufferBytes / 2;
    }

    /** Drops what waits, writes a last piece and ends. */
    public synchronized void endWith(byte[] last) {
        if (over || ending) {
            return;
        }
        waiting.clear();
        waitingBytes = 0;
        enqueue(last);
        end();
    }

    /** A whole response in one piece, ignored once another was opened. */
    public synchronized void respond(int status, String contentType, Map<String, String> headers, String body) {
        if (!opened) {
            open(status, contentType, headers);
            endWith(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Ends the response once everything queued is written. */
    public synchronized void end() {
        ending = true;
        pump();
    }

    /**
     * Whether the client has closed its side of the connection while it was waiting. A client that closes its sending
     * side counts as gone. A byte sent ahead (pipelining) is lost, so the connection is then closed after the response,
     * and the client has to repeat what it sent ahead (RFC 9112, 9.3.2).
     */
    public boolean isAbandoned() {
        synchronized (this) {
            if (over || ending) {
                return false;
            }
            try {
                // Nobody else reads: the request was read to its end and the next one is not begun before the response
                // ends.
                int read = endPoint.fill(BufferUtil.allocate(1));
                if (read >= 0) {
                    if (read > 0 && !opened) {
                        response.setHeader("Connection", "close");
                    }
                    return false;
                }
            } catch (IOException e) {
                // A connection that cannot be read is as gone as a closed one.
            }
            over = true;
        }
        done.complete(false);
        return true;
    }

    private void enqueue(byte[] bytes) {
        waiting.add(bytes);
        waitingBytes += bytes.length;
        pump();
    }

    /** Writes as long as the container takes more. The caller holds the lock. */
    private void pump() {
        try {
            while (writable && !over && out.isReady()) {
                var next = waiting.poll();
                if (next != null) {
                    waitingBytes -= next.length;
                    unflushed = true;
                    out.write(next);
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    if (ending) {
                        over = true;
                        done.completeAsync(() -> true);
                    }
                    return;
                }
            }
        } catch (IOException e) {
            gone();
        }
    }

    private void gone() {
        over = true;
        done.completeAsync(() -> false);
    }

    /** Called by the container when the client can take more, and when it is gone. */
    private final class Pump implements WriteListener {
        @Override
        public void onWritePossible() {
            synchronized (AsyncResponse.this) {
                writable = true;
                pump();
            }
        }

        @Override
        public void onError(Throwable failure) {
            synchronized (AsyncResponse.this) {
                if (!over) {
                    gone();
                }
            }
        }
    }
}
