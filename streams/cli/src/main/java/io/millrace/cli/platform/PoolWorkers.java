package io.millrace.cli.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.EngineProvider;
import io.millrace.engines.spi.ServiceProvider;
import io.millrace.engines.worker.Telemetry;
import io.millrace.engines.worker.Worker;
import io.millrace.engines.worker.WorkerSettings;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;

/** Makes the worker of a pool with the engine or service that the settings name. */
final class PoolWorkers {

    private final RawSettings settings;
    private final CoreSettings core;
    private final MeterRegistry meters;
    private final Tracer tracer;

    PoolWorkers(RawSettings settings, CoreSettings core, MeterRegistry meters, Tracer tracer) {
        this.settings = settings;
        this.core = core;
        this.meters = meters;
        this.tracer = tracer;
    }

    /** A worker that is not started yet. */
    Worker worker(Pool pool) {
        var own = WorkerSettings.of(pool.name(), settings);
        var model = settings.values().getOrDefault("engine.model", pool.provider());
        var telemetry = new Telemetry(meters, tracer, pool.provider(), model);
        return switch (pool.kind()) {
            case ENGINE ->
                Worker.of(
                        own,
                        core,
                        provider(EngineProvider.class, EngineProvider::name, pool)
                                .create(settings),
                        telemetry);
            case SERVICE ->
                Worker.of(
                        own,
                        core,
                        provider(ServiceProvider.class, ServiceProvider::name, pool)
                                .create(settings),
                        telemetry);
        };
    }

    /**
     * The settings that only what serves {@code pool} reads.
     *
     * @throws CommandFailure USAGE when nothing has that name
     */
    static ConfigDef definition(Pool pool) {
        return switch (pool.kind()) {
            case ENGINE ->
                provider(EngineProvider.class, EngineProvider::name, pool).settings();
            case SERVICE ->
                provider(ServiceProvider.class, ServiceProvider::name, pool).settings();
        };
    }

    private static <P> P provider(Class<P> type, Function<P, String> name, Pool pool) {
        var providers = ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return providers.stream()
                .filter(provider -> name.apply(provider).equals(pool.provider()))
                .findFirst()
                .orElseThrow(() -> unknown(pool, providers.stream().map(name).toList()));
    }

    private static CommandFailure unknown(Pool pool, List<String> known) {
        var kind = pool.kind().name().toLowerCase(Locale.ROOT);
        return new CommandFailure(
                ExitCode.USAGE,
                "there is no " + kind + " '" + pool.provider() + "' for the pool " + pool.name() + ": set pool."
                        + pool.name() + "." + kind + " to one of " + String.join(", ", known));
    }
}
