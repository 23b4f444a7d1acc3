package io.millrace.queries.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.Positions;
import io.millrace.queries.store.Provenance;
import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.Provenance.Role;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreAnswer;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StoreJson;
import io.millrace.queries.store.StorePage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes to another instance and what comes back, over a real connection. */
@Timeout(60)
class HttpPeersTest {

    private static final StoreDescription STORE =
            StoreDescription.keyValue(StoreName.of("a-store"), "app", Usage.class, "test");
    private static final Provenance FROM = new Provenance(
            3, "server-1", Role.STANDBY, OptionalLong.of(7), Positions.parse("a.b-c/3/12"), Isolation.COMMITTED);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpPeers peers = new HttpPeers(Duration.ofSeconds(20), "0123456789abcdef", 1, () -> this.now);
    private long now;
    private HttpServer server;
    private HostInfo peer;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        peer = new HostInfo("127.0.0.1", server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldBringBackWhatThePeerHasRead() {
        var asked = new CompletableFuture<String>();
        var answer = new StoreAnswer("a/b c", new Usage(1L, 2L, 3L), FROM);
        serve(200, StoreJson.answer("a-store", answer).toString(), asked);

        assertThat(get("a/b c").join()).isEqualTo(answer);
        assertThat(asked.join())
                .isEqualTo("Bearer 0123456789abcdef "
                        + "/peer/v1/stores/a-store/a%2Fb%20c?consistency=strong&isolation=uncommitted&partition=3");
    }

    @Test
    void shouldBringBackThatAKeyIsAbsent() {
        var absent = new StoreAnswer("k", null, FROM);
        serve(200, StoreJson.answer("a-store", absent).toString(), new CompletableFuture<>());

        assertThat(get("k").join()).isEqualTo(absent);
    }

    @Test
    void shouldBringBackAPageAndWhatIsMissingFromIt() {
        var asked = new CompletableFuture<String>();
        var entries = List.of(
                new StoreEntry("k1", new Usage(1L, 0L, 1L), FROM), new StoreEntry("k2", new Usage(2L, 0L, 1L), FROM));
        var page = new StorePage(entries, "k2", List.of(5));
        serve(200, StoreJson.page("a-store", page, page.lastKey()).toString(), asked);
        var range = new KeyRange("k", "l", null, "k0");

        var found = peers.range(peer, STORE, range, 2, Set.of(3), ReadOptions.STRONG);

        assertThat(found.join()).isEqualTo(page);
        assertThat(asked.join()).endsWith("partitions=3&limit=2&from=k&to=l&after=k0");
    }

    @Test
    void shouldTellTheProblemOfThePeer() {
        serve(503, "{\"code\":\"too_stale\",\"detail\":\"12 records behind\"}", new CompletableFuture<>());

        var problem = problem(get("k"));

        assertThat(problem.problem()).isEqualTo(Problem.TOO_STALE);
        assertThat(problem.detail()).isEqualTo("12 records behind");
    }

    @Test
    void shouldNotTakeWhatIsNoAnswer() {
        for (var body :
                List.of("", "<html>", "[]", "{\"value\":5,\"role\":\"active\"}", "{\"value\":null,\"role\":5}")) {
            serve(200, body, new CompletableFuture<>());

            assertThat(problem(get("k")).problem()).as(body).isEqualTo(Problem.PEER_UNREACHABLE);
            server.removeContext("/");
        }
    }

    @Test
    void shouldPassOverAPeerThatDoesNotAnswerForAWhile() {
        server.stop(0);
        assertThat(problem(get("k")).detail()).contains("cannot be reached");

        now += SilentPeers.PASSED_OVER.toNanos() - 1;
        assertThat(problem(get("k")).detail()).contains("a moment ago");
        now += 1;
        assertThat(problem(get("k")).detail()).contains("cannot be reached");
    }

    @Test
    void shouldAskNoMoreThanIsAllowedAtOnce() {
        server.createContext("/", exchange -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var first = get("k");

        assertThat(problem(get("k")).problem()).isEqualTo(Problem.TOO_MANY_REQUESTS);
        assertThat(first).isNotDone();
    }

    private CompletableFuture<StoreAnswer> get(String key) {
        return peers.get(peer, STORE, key, 3, ReadOptions.STRONG);
    }

    private void serve(int status, String body, CompletableFuture<String> asked) {
        server.createContext("/", exchange -> {
            asked.complete(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestURI().toASCIIString());
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static ProblemException problem(CompletableFuture<?> answer) {
        var failure = catchThrowableOfType(CompletionException.class, answer::join);
        return (ProblemException) failure.getCause();
    }
}
