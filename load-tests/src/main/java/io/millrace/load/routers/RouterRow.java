package io.millrace.load.headline;

import io.millrace.load.headline.Experiment.Arrivals;
import io.millrace.load.headline.routing.Policy;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What one policy reached.
 *
 * @param served requests a second at a mean within the target
 * @param hitRate share of the shared prompt tokens that a cache held, at 6 requests a second
 * @param mean latency there, seconds
 * @param lightHitRate the same share at 2 requests a second
 */
record RouterRow(Policy policy, OptionalDouble served, double hitRate, double mean, double lightHitRate) {

    static final String SETUP = """
            The experiment of [headline-virtual](headline-virtual.md) with stream, 64 tenants (Zipf 0.9), each with
            prompts of its own that are 1,000 tokens longer in every stage: 330,000 tokens of heads for caches of 100,000.

            These are the policies of the reference model, which see loads and caches exactly as they are; run for run they
            are the reference (`ReferenceModelTest`). One thing differs from it here: caches drop blocks, not whole heads.

            """;

    private static final double HEAVY = 6;
    private static final double LIGHT = 2;
    private static final int TENANTS = 64;
    private static final double ZIPF = 0.9;
    private static final int MORE_PROMPT_TOKENS = 1_000;

    static RouterRow measure(Asked asked, Lab lab) {
        var experiment = experiment(asked.policy);
        var seeds = asked.seeds;
        return new RouterRow(
                asked.policy,
                new Capacity(lab).of(experiment, seeds, Figures::mean),
                lab.mean(experiment.withRate(HEAVY), seeds, Figures::hitRate),
                lab.mean(experiment.withRate(HEAVY), seeds, Figures::mean),
                lab.mean(experiment.withRate(LIGHT), seeds, Figures::hitRate));
    }

    double servedOr0() {
        return served.orElse(0);
    }

    String toMarkdown() {
        return String.format(
                Locale.ROOT,
                "| %s (`%s`) | %s | %.2f | %.2f | %.2f |%n",
                policy.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                policy.id(),
                Capacity.inWords(served),
                hitRate,
                mean,
                lightHitRate);
    }

    private static Experiment experiment(Policy policy) {
        var standard = Experiment.standard(Mode.STREAM, 1);
        return standard.with(new Arrivals(1, 1, TENANTS, ZIPF))
                .with(standard.fleet().with(policy))
                .with(standard.work().withMorePromptTokens(MORE_PROMPT_TOKENS));
    }

    /** A policy with the seeds it is tried on. */
    record Asked(Policy policy, long[] seeds) {

        @Override
        public String toString() {
            return policy.id() + ", seeds " + Arrays.toString(seeds);
        }
    }
}
