package io.millrace.server.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.millrace.queries.Problem;
import java.util.Locale;
import java.util.Set;

/**
 * Without authentication only pages and programs of this machine may call: a request whose Host is another name came
 * through a web page that had a name of its own resolve to loopback (DNS rebinding).
 */
public final class LocalOnly implements Handler {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    @Override
    public void handle(Context context) {
        var host = context.header("Host");
        if (host == null) {
            return;
        }
        int port = host.lastIndexOf(':');
        var name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        if (!NAMES.contains(name.toLowerCase(Locale.ROOT))) {
            throw Problem.FORBIDDEN.because("this server answers on localhost only; call it by 127.0.0.1 or localhost");
        }
    }
}
