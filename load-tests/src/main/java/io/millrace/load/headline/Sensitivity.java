package io.millrace.load.headline;

import io.millrace.load.headline.Experiment.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * One thing changed, and what is left of the gain.
 *
 * @param whole capacity at a mean within the target, requests a second
 * @param stream the same
 * @param mean ratio of the mean latencies, whole over stream, at half a request a second for each replica
 * @param p99 the same of the 99th percentile
 * @param firstVerdict the same of the time to the first verdict
 */
record Sensitivity(
        Variation variation,
        OptionalDouble whole,
        OptionalDouble stream,
        double mean,
        double p99,
        double firstVerdict) {

    private static final double RATE_OF_A_REPLICA = 0.5;

    static Sensitivity measure(Variation variation, Lab lab, long[] seeds) {
        var capacity = new Capacity(lab);
        var whole = variation.experiment().with(Mode.WHOLE);
        var stream = variation.experiment().with(Mode.STREAM);
        double rate = RATE_OF_A_REPLICA * whole.fleet().replicas();
        return new Sensitivity(
                variation,
                capacity.of(whole, seeds, Figures::mean),
                capacity.of(stream, seeds, Figures::mean),
                ratio(
                        lab.each(whole.withRate(rate), seeds, Figures::mean),
                        lab.each(stream.withRate(rate), seeds, Figures::mean)),
                ratio(
                        lab.each(whole.withRate(rate), seeds, Figures::p99),
                        lab.each(stream.withRate(rate), seeds, Figures::p99)),
                ratio(
                        lab.each(whole.withRate(rate), seeds, Figures::firstVerdict),
                        lab.each(stream.withRate(rate), seeds, Figures::firstVerdict)));
    }

    private static double ratio(double[] above, double[] below) {
        return DoubleStream.of(above).sum() / DoubleStream.of(below).sum();
    }

    /** An experiment with one thing changed. */
    record Variation(String what, String value, Experiment experiment) {

        static List<Variation> all() {
            var standard = Experiment.standard(Mode.STREAM, 1);
            Work work = standard.work();
            var all = new ArrayList<Variation>();
            for (int replicas : new int[] {1, 2, 4, 8}) {
                all.add(of("replicas", replicas, standard.with(standard.fleet().withReplicas(replicas))));
            }
            for (int cv : new int[] {1, 2, 4}) {
                all.add(of("arrival CV", cv, standard.with(standard.arrivals().withVariation(cv))));
            }
            for (int tokens : new int[] {20, 40, 64, 90, 128}) {
                all.add(of("verdict tokens", tokens, standard.with(work.withVerdictTokens(tokens))));
            }
            for (int times : new int[] {1, 2, 3}) {
                all.add(of("answers, times", times, standard.with(work.withAnswerScale(times))));
            }
            for (int millis : new int[] {50, 150, 500, 1000}) {
                all.add(of("search, ms", millis, standard.with(work.withSearchSeconds(millis / 1e3))));
            }
            for (int millis : new int[] {0, 5, 50}) {
                all.add(of("hop, ms", millis, standard.withHop(millis / 1e3)));
            }
            all.add(new Variation("answer stage", "none", standard.with(work.withoutAnswerStage())));
            return all;
        }

        private static Variation of(String what, int value, Experiment experiment) {
            return new Variation(what, Integer.toString(value), experiment);
        }

        @Override
        public String toString() {
            return what + " " + value;
        }
    }
}
