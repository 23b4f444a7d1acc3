package io.millrace.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request that is refused before it was read. Jetty closes the connection over it, and a client that still
 * sends then never sees why: so some of it is read after all, and a client that sends more is told that the connection ends.
 */
final class UnreadBody {

    private static final int MOST_BYTES = 256 * 1024;

    private UnreadBody() {}

    /** Passes over the rest of the body, before the response is written. */
    static void pass(Context context) {
        var request = context.req();
        if (request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null) {
            return;
        }
        try {
            var body = request.getInputStream();
            if (request.getContentLengthLong() <= MOST_BYTES) {
                discard(body);
            }
            if (!body.isFinished()) {
                context.header("Connection", "close");
            }
        } catch (IOException | IllegalStateException e) {
            // The client is gone, or the body is no longer to be had.
            context.header("Connection", "close");
        }
    }

    private static void discard(InputStream body) throws IOException {
        var buffer = new byte[8 * 1024];
        int left = MOST_BYTES;
        for (int read = 0; read >= 0 && left > 0; left -= read) {
            read = body.read(buffer);
        }
    }
}
