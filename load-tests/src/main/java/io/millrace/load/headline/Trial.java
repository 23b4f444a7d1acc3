package io.millrace.load.headline;

import io.millrace.engines.simulated.BlockCache;
import io.millrace.engines.simulated.PrefixCache;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;

/**
 * Runs an {@link Experiment} in virtual time. Pure: the same experiment and seed give the same figures. Safe for use by several
 * threads.
 */
public final class Trial {

    /** Between the seed of the work and that of the router, as the reference has it. */
    private static final int ROUTER_SEED = 7;

    private final LongFunction<? extends Draws> draws;
    private final IntFunction<? extends PrefixCache> caches;
    private final List<Answer> answers = Workload.answers();

    /** With the draws and the cache that reports are made with. */
    public Trial() {
        this(SeededDraws::new, BlockCache::new);
    }

    /**
     * @param draws by seed
     * @param caches by capacity in tokens
     */
    Trial(LongFunction<? extends Draws> draws, IntFunction<? extends PrefixCache> caches) {
        this.draws = draws;
        this.caches = caches;
    }

    public Figures run(Experiment experiment, long seed) {
        return new Run(experiment, seed).figures();
    }

    private final class Run {

        private final Experiment experiment;
        private final Draws random;
        private final VirtualTime time = new VirtualTime();
        private final ReplicaPool replicas;
        private final ModelPool pool;
        private final double[] tenants;
        private final DoubleStream.Builder latencies = DoubleStream.builder();
        private final DoubleStream.Builder firstVerdicts = DoubleStream.builder();

        Run(Experiment experiment, long seed) {
            this.experiment = experiment;
            this.random = draws.apply(seed);
            this.replicas = new ReplicaPool(time, experiment.fleet(), draws.apply(seed + ROUTER_SEED)::index, caches);
            this.pool = new ModelPool(time, experiment, replicas, random);
            this.tenants = cumulativeWeights(experiment.arrivals());
        }

        Figures figures() {
            time.after(0, this::arrive);
            time.runUntil(Experiment.WARM_UP + Experiment.MEASURED);
            return Figures.of(latencies.build().toArray(), firstVerdicts.build().toArray(), replicas);
        }

        private void arrive() {
            var answer = answers.get(random.index(answers.size()))
                    .times(experiment.work().answerScale());
            int tenant = tenants.length > 1 ? random.weighted(tenants) : 0;
            var verdicts = new Verdicts(time, answer.claims(), this::ended);
            new Request(experiment, time, pool, random, new Request.Source(answer, tenant, verdicts)).begin();
            time.after(interval() / experiment.arrivals().rate(), this::arrive);
        }

        private double interval() {
            double variation = experiment.arrivals().variation();
            return variation == 1 ? random.exponential() : random.gamma(variation);
        }

        private void ended(double start, double latency, double firstVerdict) {
            if (start >= Experiment.WARM_UP) {
                latencies.add(latency);
                firstVerdicts.add(firstVerdict);
            }
        }
    }

    private static double[] cumulativeWeights(Experiment.Arrivals arrivals) {
        var weights = new double[arrivals.tenants()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += 1 / StrictMath.pow(i + 1, arrivals.zipf());
            weights[i] = sum;
        }
        return weights;
    }
}
