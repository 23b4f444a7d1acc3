package io.millrace.cli.fault;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.cli.Millrace;
import io.millrace.cli.http.Api;
import io.millrace.cli.platform.PlatformTopics;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.engines.worker.DisturbedWorker;
import io.millrace.engines.worker.Telemetry;
import io.millrace.engines.worker.Worker;
import io.millrace.engines.worker.WorkerSettings;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Seeds.Seed;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.engine.ScriptedServer;
import io.millrace.tokens.plan.ShippedPlans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A whole installation with one JVM each for broker, registry, application and the workers of the language model, all of
 * which but the registry can be killed. The retrieval lives in this JVM. For one thread.
 */
final class Mill implements AutoCloseable {

    /** Workers of the language model, so that the lanes of a killed one move. */
    static final int WORKERS = 2;

    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofMinutes(1);
    private static final String POOL = "chat";
    private static final String READY = "ready at ";

    private final TestPlatform platform;
    private final Path directory;
    private final ScriptedServer engine;
    private final Worker retrieval;
    private final Seed seed;
    private final List<ChildJvm> workers = new ArrayList<>();
    private ChildJvm application;
    private @Nullable ChildJvm second;
    private Class<?> workerMain = Millrace.class;
    private int starts;

    private Mill(TestPlatform platform, ScriptedServer engine, Worker retrieval, Seed seed) {
        this.platform = platform;
        this.seed = seed;
        // Emptied with the platform: state of an earlier one would be of another log.
        this.directory = platform.settings().stateDir().resolve("processes").toAbsolutePath();
        this.engine = engine;
        this.retrieval = retrieval;
        this.application = startApplication();
        for (int number = 0; number < WORKERS; number++) {
            workers.add(startWorker(number));
        }
    }

    /**
     * Starts everything and publishes the pipelines.
     *
     * @param seed of what {@link #disturbWorkers} draws
     */
    static Mill start(PacedMill model, Seed seed) throws IOException {
        var platform = TestPlatform.dedicated("kills");
        var settings = platform.rawSettings(Map.of());
        var core = CoreSettings.of(settings);
        try (var admin = TopicAdmin.of(core)) {
            PlatformTopics.create(admin, PlatformTopics.catalogue(settings));
        }
        try (var registrar = SchemaRegistrar.of(core)) {
            registrar.register(PlatformTopics.catalogue(settings));
        }
        var retrieval = Worker.of(
                WorkerSettings.of("retrieve", settings), core, model, Telemetry.of(new SimpleMeterRegistry()));
        retrieval.start();
        var mill = new Mill(platform, ScriptedServer.start(model), retrieval, seed);
        mill.publish("verified-answer");
        return mill;
    }

    TestPlatform platform() {
        return platform;
    }

    /** Name of a worker in its elements. */
    static String replica(int worker) {
        return POOL + "-" + worker + "-" + POOL;
    }

    /** SIGKILL; returns when the process is gone. */
    void kill(Victim victim, int worker) {
        switch (victim) {
            case APPLICATION -> application.kill();
            case WORKER -> workers.get(worker).kill();
            case BROKER -> platform.local().broker().kill();
        }
    }

    /** Starts a killed process again, without waiting for it except for the broker. */
    void restart(Victim victim, int worker) {
        switch (victim) {
            case APPLICATION -> application = startApplication();
            case WORKER -> workers.set(worker, startWorker(worker));
            case BROKER -> {
                platform.local().broker().start();
                platform.local().broker().awaitReady(START_WITHIN);
            }
        }
    }

    /** From now on workers send some elements late and some twice. */
    void disturbWorkers() {
        workerMain = DisturbedWorker.class;
        for (int number = 0; number < WORKERS; number++) {
            workers.get(number).terminate(STOP_WITHIN);
            workers.set(number, startWorker(number));
        }
    }

    /** Has the application share its work with another instance, or has that one leave again; returns what was done. */
    String rebalance() {
        if (second == null) {
            var state = directory.resolve("serve-2").resolve("state").toString();
            var settings = Map.of("server.port", "0", CoreSettings.STATE_DIR, state);
            second = start(Millrace.class, "serve-2", settings, List.of("serve"));
            return "another instance joins";
        } else {
            second.awaitOutput(READY, START_WITHIN);
            second.terminate(STOP_WITHIN);
            second = null;
            return "the other instance leaves";
        }
    }

    /** Waits until no process is starting any more. */
    void awaitStarted() {
        application.awaitOutput(READY, START_WITHIN);
        if (second != null) {
            second.awaitOutput(READY, START_WITHIN);
        }
        workers.forEach(worker -> worker.awaitOutput("serving " + POOL, START_WITHIN));
    }

    @Override
    public void close() {
        workers.forEach(ChildJvm::close);
        application.close();
        if (second != null) {
            second.close();
        }
        retrieval.close();
        engine.close();
        platform.local().close();
    }

    private void publish(String pipeline) {
        awaitStarted();
        var printed = application.output();
        var url = printed.substring(printed.indexOf(READY) + READY.length())
                .lines()
                .findFirst()
                .orElseThrow();
        Api.of(URI.create(url.strip()))
                .post("/api/v1/tokens/pipelines", "application/yaml", ShippedPlans.source(pipeline), Map.of());
    }

    private ChildJvm startApplication() {
        return start(Millrace.class, "serve", Map.of("server.port", "0"), List.of("serve"));
    }

    private ChildJvm startWorker(int number) {
        var settings = new HashMap<>(Map.of("engine.url", engine.url(), "worker.replica", POOL + "-" + number));
        if (workerMain == DisturbedWorker.class) {
            settings.put(DisturbedWorker.SEED, Long.toString(seed.value() + starts));
        }
        return start(workerMain, "worker-" + number, settings, List.of("worker", "--pool", POOL));
    }

    /** The data directory of a name stays from one start to the next, the output of each start has a file of its own. */
    private ChildJvm start(Class<?> main, String name, Map<String, String> settings, List<String> command) {
        var arguments = new ArrayList<>(command);
        arguments.addAll(List.of(
                "--data-dir", directory.resolve(name).toString(),
                "--config", properties(name, settings).toString()));
        return ChildJvm.start(new ChildJvm.Launch("kill-" + ++starts + "-" + name, main, arguments));
    }

    private Path properties(String name, Map<String, String> settings) {
        try {
            Files.createDirectories(directory);
            return Files.writeString(
                    directory.resolve(name + ".properties"),
                    platform.rawSettings(settings).values().entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
