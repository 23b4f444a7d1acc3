package io.millrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, by the headers that a browser sets and no page can change. */
class LocalOnlyTest {

    private final Javalin server = Javalin.create(config -> {
                config.jetty.host = "127.0.0.1";
                config.jetty.port = 0;
                config.startup.showJavalinBanner = false;
                config.routes.before(new LocalOnly("127.0.0.2"));
                config.routes.get("/", context -> context.result("read"));
                config.routes.post("/", context -> context.result("changed"));
                config.routes.put("/", context -> context.result("changed"));
                config.routes.delete("/", context -> context.result("changed"));
                Failures.install(config.routes);
            })
            .start();

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]", "[::1]:8080", "127.0.0.2:8080"})
    void shouldLetInWhoCallsItByANameOfThisMachine(String host) throws Exception {
        assertThat(send("GET", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example:8080", "192.0.2.1", "127.0.0.3", "[2001:db8::1]:8080"})
    void shouldRefuseAHostNameOfSomebodyElse(String host) throws Exception {
        assertThat(send("GET", "Host: " + host)).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void shouldLetPagesOfOthersChangeNothing(String method) throws Exception {
        for (var origin : new String[] {
            "https://evil.example", "null", "http://localhost.evil.example", "http://evil.example#127.0.0.1", "http:// "
        }) {
            assertThat(send(method, "Host: localhost", "Origin: " + origin))
                    .as(origin)
                    .startsWith("HTTP/1.1 403");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443", "http://127.0.0.2:3000"})
    void shouldLetPagesOfThisMachineChangeThings(String origin) throws Exception {
        assertThat(send("POST", "Host: localhost", "Origin: " + origin)).startsWith("HTTP/1.1 200");
    }

    /** Over a socket: clients do not let a program set these headers. */
    private String send(String method, String... headers) throws Exception {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoTimeout(10_000);
            var request = method + " / HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
