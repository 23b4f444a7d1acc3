package io.millrace.load.langgraph;

import io.millrace.core.settings.RawSettings;
import io.millrace.engines.simulated.EngineProfile;
import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.engines.simulated.SimulatedServer;
import io.millrace.load.Machine;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.headline.Experiment;
import io.millrace.load.headline.Mode;
import io.millrace.load.headline.real.Prompts;
import io.millrace.load.openloop.LoadPlan;
import io.millrace.load.openloop.LoadRun;
import io.millrace.load.openloop.OpenLoop;
import io.millrace.load.openloop.SystemUnderLoad;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Simulated replicas that every system is run on, new ones for each run.
 *
 * @param searchMillis median time of a search
 */
record Fleet(EngineProfile profile, double searchMillis) {

    /** As the headline experiment has it. */
    static final Fleet STANDARD = new Fleet(EngineProfile.A100_8B, 150);

    static final int REPLICAS = BenchCluster.LANES;

    /** A token each 4 ms, however many are written at once. */
    private static final EngineProfile QUICK_PROFILE = new EngineProfile("quick", 4, 0, 0, 0, 0, 1, Batch.DEFAULT);

    /** Hardly takes time, so that what a latency exceeds virtual time by is the system's own. */
    static final Fleet QUICK = new Fleet(QUICK_PROFILE, 0);

    private static final double MILLIS = 1e3;
    private static final double REHEARSAL_RATE = 1;
    private static final long REHEARSAL_SEED = 0;

    /** Numbers of the questions of rehearsals begin here, so that none is asked twice. */
    private static final int REHEARSED = 1_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * Starts replicas and the system, runs the load, ends both.
     *
     * @param rehearsal seconds of a light load before it: code that has never run is slow
     */
    LoadRun run(SystemUnderLoad.Contender contender, LoadPlan plan, int rehearsal)
            throws IOException, InterruptedException {
        var settings = RawSettings.of(Map.of(
                "simulated.search.median.ms", Double.toString(searchMillis),
                "simulated.search.tokens", Integer.toString(Prompts.EVIDENCE_TOKENS)));
        var options = new SimulatedServer.Options(REPLICAS, profile, plan.seed(), settings);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = SimulatedServer.start(address, options);
                var system = contender.factory().create()) {
            // By number: a name would be looked up for each connection.
            var host = address.getAddress().getHostAddress();
            system.start(URI.create("http://%s:%d".formatted(host, server.port())));
            rehearse(system, rehearsal);
            var before = system.processorTime();
            var outcomes = new OpenLoop(PATIENCE).run(plan.arrivals(), system);
            return new LoadRun(plan, outcomes, system.processorTime().minus(before), Machine.load());
        }
    }

    private static void rehearse(SystemUnderLoad system, int seconds) throws InterruptedException {
        if (seconds > 0) {
            var plan = new LoadPlan(REHEARSAL_RATE, REHEARSAL_SEED, 0, seconds);
            new OpenLoop(PATIENCE)
                    .run(plan.arrivals(), (id, answer, progress) -> system.ask(REHEARSED + id, answer, progress));
        }
    }

    /** The same in virtual time, each stage passing on what is whole. */
    Experiment inVirtualTime(double rate) {
        var standard = Experiment.standard(Mode.WHOLE, rate);
        var work = standard.work();
        return standard.with(
                        new Experiment.Fleet(REPLICAS, profile, standard.fleet().policy()))
                .with(new Experiment.Work(true, 1, work.claimTokens(), work.verdictTokens(), searchMillis / MILLIS, 0));
    }
}
