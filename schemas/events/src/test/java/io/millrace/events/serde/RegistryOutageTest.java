package io.millrace.events.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import io.millrace.events.tokens.TokensTopics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that answers wrongly, over real HTTP on loopback. */
class RegistryOutageTest {

    private static final byte[] FRAMED = {0, 0, 0, 0, 9, 2, 2};
    private static final RegistryPatience PATIENT =
            new RegistryPatience(Duration.ofSeconds(20), Duration.ofMillis(5), Duration.ofMillis(20));

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 408, 429, 500, 502, 503, 504})
    void shouldCallAnAnswerOfTheServerItselfAnOutage(int status) {
        answer(status, "{\"error_code\":" + status + ",\"message\":\"no\"}");

        assertThatThrownBy(() -> read(RegistryPatience.none())).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldCallARefusedConnectionAnOutage() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var away = deserializer("http://127.0.0.1:" + port, RegistryPatience.none());

        assertThatThrownBy(() -> away.deserialize(TokensTopics.CONTROL.name(), FRAMED))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldCallAnAnswerThatIsNoJsonAnOutage() {
        answer(200, "<html>maintenance</html>");

        assertThatThrownBy(() -> read(RegistryPatience.none())).isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 40403})
    void shouldCallAnUnknownSchemaTheRecordsFault(int code) {
        answer(404, "{\"error_code\":" + code + ",\"message\":\"Schema not found\"}");

        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> read(PATIENT))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA));
    }

    @Test
    void shouldAskAgainUntilTheRegistryIsBack() {
        server.createContext("/", exchange -> {
            var back = requests.incrementAndGet() > 3;
            var body = (back ? "{\"error_code\":40403,\"message\":\"no\"}" : "{\"error_code\":503,\"message\":\"no\"}")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(back ? 404 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        assertThatThrownBy(() -> read(PATIENT)).isInstanceOf(UndecodableRecordException.class);
        assertThat(requests).hasValue(4);
    }

    @Test
    void shouldStopWaitingWhenGivenUp() {
        answer(503, "{\"error_code\":503,\"message\":\"no\"}");
        var patience = new RegistryPatience(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1));
        patience.giveUp();

        assertThatThrownBy(() -> read(patience)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldNotWriteWhileTheRegistryIsAway() {
        answer(503, "{\"error_code\":503,\"message\":\"no\"}");
        var serializer = EventSerdes.of(url()).serializer(TokensTopics.CONTROL);
        var control = Control.newBuilder().setRequestId("r").setAt(1L).build();

        assertThatThrownBy(() -> serializer.serialize(TokensTopics.CONTROL.name(), control))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    private void read(RegistryPatience patience) {
        deserializer(url(), patience).deserialize(TokensTopics.CONTROL.name(), FRAMED);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Deserializer<Control> deserializer(String url, RegistryPatience patience) {
        return EventSerdes.of(url, Map.of(), patience, EventSerdes.DEFAULT_MAX_BYTES)
                .deserializer(TokensTopics.CONTROL);
    }

    private void answer(int status, String body) {
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
