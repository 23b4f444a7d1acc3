package io.millrace.server.http;

import io.javalin.config.JettyConfig;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Tells what Jetty refuses before a route is looked for, such as a path that cannot be decoded; Jetty itself would answer
 * with a page for people. Jetty does not keep a path that it cannot decode, so this is always a problem of RFC 9457, also
 * under OpenAI's paths.
 */
public final class RefusedBeforeRouting implements Request.Handler {

    /** Both the server and the servlet context refuse requests. */
    public static void install(JettyConfig jetty) {
        var refusal = new RefusedBeforeRouting();
        jetty.modifyServer(server -> server.setErrorHandler(refusal));
        jetty.modifyServletContextHandler(context -> context.setErrorHandler(refusal));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException refused) {
            response.setStatus(refused.getCode());
        }
        int status = response.getStatus();
        var failure = problem(status);
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, ProblemJson.CONTENT_TYPE);
        ProblemJson.headers(failure).forEach(headers::put);
        // The status is Jetty's: some, such as 414, have no problem of their own.
        var body = ProblemJson.of(failure, "").put("status", status);
        response.write(true, ByteBuffer.wrap(Json.text(body).getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    private static ProblemException problem(int status) {
        if (status == HttpStatus.NOT_FOUND_404) {
            return Problem.NOT_FOUND.because("nothing is at this address");
        }
        if (status >= 500) {
            return Problem.INTERNAL.because("the request could not be served; the log of the server tells why");
        }
        return Problem.INVALID_REQUEST.because("the request cannot be read: " + HttpStatus.getMessage(status)
                + "; percent-encode the path and the query, and send less where it is too long");
    }
}
