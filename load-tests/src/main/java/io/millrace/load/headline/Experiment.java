package io.millrace.load.headline;

import io.millrace.engines.simulated.EngineProfile;
import io.millrace.load.headline.routing.Policy;
import io.millrace.load.headline.routing.Routing;

/**
 * One point of the experiment.
 *
 * @param hopSeconds mean delay of a call on its way to a replica, uniform between none and twice that
 */
public record Experiment(Mode mode, Arrivals arrivals, Fleet fleet, Work work, double hopSeconds) {

    /** Measured seconds behind the {@link #WARM_UP}. */
    public static final double MEASURED = 240;

    /** Seconds whose requests do not count. */
    public static final double WARM_UP = 60;

    /** As specified: 4 replicas, one tenant, Poisson arrivals, hops that cost nothing. */
    public static Experiment standard(Mode mode, double rate) {
        return new Experiment(
                mode,
                new Arrivals(rate, 1, 1, 0),
                new Fleet(4, EngineProfile.A100_8B, Policy.LEAST_LOADED),
                new Work(true, 1, 20, 64, 0.15, 0),
                0);
    }

    public Experiment with(Arrivals other) {
        return new Experiment(mode, other, fleet, work, hopSeconds);
    }

    public Experiment with(Fleet other) {
        return new Experiment(mode, arrivals, other, work, hopSeconds);
    }

    public Experiment with(Work other) {
        return new Experiment(mode, arrivals, fleet, other, hopSeconds);
    }

    public Experiment with(Mode other) {
        return new Experiment(other, arrivals, fleet, work, hopSeconds);
    }

    public Experiment withHop(double seconds) {
        return new Experiment(mode, arrivals, fleet, work, seconds);
    }

    public Experiment withRate(double rate) {
        return with(arrivals.withRate(rate));
    }

    /** Short, for progress: what differs most often. */
    @Override
    public String toString() {
        return mode.id() + " at " + arrivals.rate() + " requests a second";
    }

    /**
     * How requests come.
     *
     * @param rate requests a second
     * @param variation coefficient of variation of the time between them; 1 is Poisson, other ones are gamma distributed
     * @param tenants each with prompts of its own
     * @param zipf exponent by which the first tenants ask more often
     */
    public record Arrivals(double rate, double variation, int tenants, double zipf) {

        public Arrivals {
            if (!(rate > 0) || !(variation > 0) || tenants < 1 || !(zipf >= 0)) {
                throw new IllegalArgumentException("arrivals need a rate, a variation and tenants, were " + rate + ", "
                        + variation + ", " + tenants + ", zipf " + zipf);
            }
        }

        public Arrivals withRate(double other) {
            return new Arrivals(other, variation, tenants, zipf);
        }

        public Arrivals withVariation(double other) {
            return new Arrivals(rate, other, tenants, zipf);
        }
    }

    /** What serves them; {@code policy} chooses the replica of each call. */
    public record Fleet(int replicas, EngineProfile profile, Routing policy) {

        public Fleet {
            if (replicas < 1) {
                throw new IllegalArgumentException("a fleet has replicas, not " + replicas);
            }
        }

        public Fleet withReplicas(int other) {
            return new Fleet(other, profile, policy);
        }

        public Fleet with(Routing other) {
            return new Fleet(replicas, profile, other);
        }
    }

    /**
     * What a request makes of work.
     *
     * @param answerStage whether the answer is written, too, or only verified
     * @param answerScale answers so many times as long
     * @param claimTokens to write one claim
     * @param verdictTokens median of a verdict
     * @param searchSeconds median of a search
     * @param morePromptTokens in the shared head of each stage
     */
    public record Work(
            boolean answerStage,
            int answerScale,
            int claimTokens,
            int verdictTokens,
            double searchSeconds,
            int morePromptTokens) {

        public Work withoutAnswerStage() {
            return new Work(false, answerScale, claimTokens, verdictTokens, searchSeconds, morePromptTokens);
        }

        public Work withAnswerScale(int other) {
            return new Work(answerStage, other, claimTokens, verdictTokens, searchSeconds, morePromptTokens);
        }

        public Work withVerdictTokens(int other) {
            return new Work(answerStage, answerScale, claimTokens, other, searchSeconds, morePromptTokens);
        }

        public Work withSearchSeconds(double other) {
            return new Work(answerStage, answerScale, claimTokens, verdictTokens, other, morePromptTokens);
        }

        public Work withMorePromptTokens(int other) {
            return new Work(answerStage, answerScale, claimTokens, verdictTokens, searchSeconds, other);
        }
    }
}
