package io.millrace.engines.simulated;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Simulated replicas behind OpenAI's chat completions, so that any client can be measured on the same model. The least loaded
 * replica takes a call, {@code /replicas/N/v1/chat/completions} is one of them. The JDK's own server, with a thread for each
 * call in progress: workers, which share this module, need no server.
 */
public final class SimulatedServer implements AutoCloseable {

    private static final Pattern REPLICA = Pattern.compile("/replicas/(\\d{1,4})(/v1/.*)");
    private static final String COMPLETIONS = "/v1/chat/completions";
    private static final String MODELS = "/v1/models";

    /** Connections that wait to be accepted: hundreds of calls may begin at once. */
    private static final int BACKLOG = 1024;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(SimulatedServer::thread);
    private final List<SimulatedEngine> replicas;
    private final ChatEndpoint chat;
    private final SearchEndpoint search;
    private int turn;

    private SimulatedServer(HttpServer http, List<SimulatedEngine> replicas, ChatEndpoint chat, SearchEndpoint search) {
        this.http = http;
        this.replicas = replicas;
        this.chat = chat;
        this.search = search;
    }

    /**
     * Serves until closed.
     *
     * @param address port 0 takes a free one
     * @throws java.net.BindException when the port is taken
     * @throws io.millrace.core.settings.SettingsException naming every setting that is wrong
     */
    public static SimulatedServer start(InetSocketAddress address, Options options) throws IOException {
        prepareServer();
        var clock = Clock.systemUTC();
        var search = new SearchEndpoint(new SimulatedSearch(options.search(), clock));
        var http = HttpServer.create(address, BACKLOG);
        var replicas = IntStream.range(0, options.replicas())
                .mapToObj(i -> SimulatedEngine.start(options.profile(), options.seed(), clock))
                .toList();
        var server = new SimulatedServer(
                http, replicas, new ChatEndpoint(options.profile().name(), clock), search);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /** Calls in progress, on all replicas. */
    int load() {
        return replicas.stream().mapToInt(SimulatedEngine::load).sum();
    }

    /** Breaks off what is answered and ends the replicas. */
    @Override
    public void close() {
        http.stop(0);
        replicas.forEach(SimulatedEngine::close);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var one = REPLICA.matcher(path);
            if (!one.matches()) {
                answer(exchange, path, this::startOnLeastLoaded);
            } else if (Integer.parseInt(one.group(1)) < replicas.size()) {
                answer(exchange, one.group(2), replicas.get(Integer.parseInt(one.group(1)))::start);
            } else {
                notFound(exchange, "there are replicas 0 to " + (replicas.size() - 1));
            }
        } catch (InterruptedException e) {
            // The server is closing; the exchange is closed on the way out.
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path, ChatEndpoint.Start start)
            throws IOException, InterruptedException {
        var method = exchange.getRequestMethod();
        if (path.equals(COMPLETIONS) && method.equals("POST")) {
            chat.answer(exchange, start);
        } else if (path.equals(MODELS) && method.equals("GET")) {
            chat.models(exchange);
        } else if (path.equals("/search") && method.equals("POST")) {
            search.answer(exchange);
        } else {
            notFound(exchange, "there are POST " + COMPLETIONS + ", GET " + MODELS + " and POST /search");
        }
    }

    /** One at a time, so that each sees the load of the one before; equally loaded replicas take turns. */
    private synchronized EngineCall startOnLeastLoaded(EngineRequest request, EngineListener listener) {
        turn = (turn + 1) % replicas.size();
        var best = replicas.get(turn);
        for (var replica : replicas) {
            best = replica.load() < best.load() ? replica : best;
        }
        return best.start(request, listener);
    }

    /** What the JDK's server reads once, when it is first used. */
    private static void prepareServer() {
        // Without it a token would wait for the client's delayed acknowledgement of the one before, up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A client that reuses a connection just when the server closes it sees its call fail: so it is the client that
        // closes.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "100000");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "simulated-http");
        thread.setDaemon(true);
        return thread;
    }

    private static void notFound(HttpExchange exchange, String message) throws IOException {
        JsonAnswer.error(exchange, JsonAnswer.NOT_FOUND, "not_found", message);
    }

    /**
     * What is served.
     *
     * @param replicas each with a cache and a queue of its own
     * @param settings of the search, as of service {@code simulated}
     */
    public record Options(int replicas, EngineProfile profile, long seed, RawSettings settings) {

        public Options {
            if (replicas < 1) {
                throw new IllegalArgumentException("there must be at least one replica, not " + replicas);
            }
        }

        SearchSettings search() {
            return SearchSettings.of(settings.with(SimulatedSettings.SEED, Long.toString(seed)));
        }
    }
}
