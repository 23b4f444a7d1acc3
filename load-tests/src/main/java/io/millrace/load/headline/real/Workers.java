package io.millrace.load.headline.real;

import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.EngineProvider;
import io.millrace.engines.spi.ServiceProvider;
import io.millrace.engines.worker.Telemetry;
import io.millrace.engines.worker.Worker;
import io.millrace.engines.worker.WorkerSettings;
import io.millrace.load.cluster.BenchCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** The workers of the experiment: one for each replica of the model, with a lane of its own, and one that searches. */
public final class Workers implements AutoCloseable {

    static final int REPLICAS = BenchCluster.LANES;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

    private final CoreSettings core;
    private final List<Worker> workers = new ArrayList<>();

    private Workers(CoreSettings core) {
        this.core = core;
    }

    /** Returns once each replica has its lane. */
    public static Workers start(BenchCluster cluster, CoreSettings core, Staff staff) throws InterruptedException {
        var started = new Workers(core);
        boolean ready = false;
        try {
            started.open(cluster, staff);
            ready = true;
            return started;
        } finally {
            if (!ready) {
                started.close();
            }
        }
    }

    @Override
    public void close() {
        workers.parallelStream().forEach(Worker::close);
    }

    private void open(BenchCluster cluster, Staff staff) throws InterruptedException {
        var engines = provider(EngineProvider.class, EngineProvider::name, staff.engine());
        var searches = provider(ServiceProvider.class, ServiceProvider::name, staff.service());
        var model = WorkerSettings.of(Pipelines.ENGINE, core.raw());
        var search = WorkerSettings.of(Pipelines.SEARCH, core.raw());
        IntStream.range(0, REPLICAS)
                .forEach(i -> workers.add(Worker.of(
                        WorkerSettings.of(Pipelines.ENGINE, core.raw()),
                        core,
                        engines.create(staff.replica().apply(i)),
                        Telemetry.of(cluster.meters()))));
        workers.add(Worker.of(search, core, searches.create(core.raw()), Telemetry.of(cluster.meters())));
        workers.forEach(Worker::start);
        try (var admin = Admin.create(core.kafkaClient())) {
            awaitMembers(admin, model.group(), REPLICAS);
            awaitMembers(admin, search.group(), 1);
        }
    }

    /** Until that many have lanes, each as many. */
    private static void awaitMembers(Admin admin, String group, int members) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSpread(admin, group, members)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited in vain for " + members + " workers of " + group);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Not while the group has no coordinator yet. */
    private static boolean isSpread(Admin admin, String group, int members) throws InterruptedException {
        try {
            var described = admin.describeConsumerGroups(List.of(group)).describedGroups();
            var lanes = Objects.requireNonNull(described.get(group), group).get().members().stream()
                    .mapToInt(member -> member.assignment().topicPartitions().size())
                    .toArray();
            return lanes.length == members
                    && IntStream.of(lanes).allMatch(count -> count == BenchCluster.LANES / members);
        } catch (ExecutionException e) {
            return false;
        }
    }

    private static <P> P provider(Class<P> type, Function<P, String> name, String wanted) {
        return ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> name.apply(provider).equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /**
     * What the workers have the work done by.
     *
     * @param engine name of the engine
     * @param service name of the service that searches
     * @param replica settings of each engine by its number, from 0
     */
    public record Staff(String engine, String service, IntFunction<RawSettings> replica) {

        /** Within the workers, all alike. */
        static Staff simulated(RawSettings settings) {
            return new Staff("simulated", "simulated", number -> settings);
        }
    }
}
