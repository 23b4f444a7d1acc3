package io.millrace.server.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.millrace.queries.Problem;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Without authentication only pages and programs of this machine may call. A request whose Host is another name came
 * through a web page that had a name of its own resolve to loopback (DNS rebinding). A request that changes something and
 * whose Origin is another one came from a web page that may not read the answer, but need not: browsers send simple
 * requests without asking first.
 */
public final class LocalOnly implements Handler {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Set<String> names;

    /** @param own name by which this server is called as well, as it stands in URLs */
    public LocalOnly(String own) {
        this.names = Stream.concat(NAMES.stream(), Stream.of(own.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void handle(Context context) {
        var host = context.header("Host");
        if (host != null && !isLocal(host)) {
            throw Problem.FORBIDDEN.because("this server answers on localhost only; call it by 127.0.0.1 or localhost");
        }
        var origin = context.header("Origin");
        if (origin != null && !READS.contains(context.req().getMethod()) && !isLocal(authority(origin))) {
            throw Problem.FORBIDDEN.because("a page of " + origin
                    + " changes nothing here; this server is for pages and programs of this" + " machine");
        }
    }

    /** Host and port of an origin; empty where it has none, as the origin of a page that has to hide its own. */
    private static String authority(String origin) {
        try {
            var authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private boolean isLocal(String authority) {
        int port = authority.lastIndexOf(':');
        var name = port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
        return names.contains(name.toLowerCase(Locale.ROOT));
    }
}
