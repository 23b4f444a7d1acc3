package io.millrace.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * Routes that are read. HEAD asks the handler of GET too, so that it has the same status and headers (RFC 9110, 9.3.2);
 * Javalin by itself answers 200 without asking it, and Jetty leaves out the body.
 */
public final class GetRoute {

    private GetRoute() {}

    public static void add(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    /** Whether only headers are wanted: a stream is then not opened. */
    public static boolean isHead(Context context) {
        return context.method().equals(HandlerType.HEAD);
    }
}
