package io.millrace.load.headline;

import io.millrace.load.headline.Findings.Capacities;
import io.millrace.load.headline.Findings.Check;
import io.millrace.load.headline.Findings.Crossing;
import io.millrace.load.headline.Findings.Point;
import io.millrace.load.headline.Findings.RatioAt;
import io.millrace.load.headline.Sensitivity.Variation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Runs what the report needs, in virtual time. The same seeds are used for all modes. */
final class Study {

    private static final List<Mode> MODES = List.of(Mode.values());

    private final Lab lab;
    private final HeadlineOptions options;
    private final long[] seeds;
    private final double[] rates;

    Study(Lab lab, HeadlineOptions options) {
        this.lab = lab;
        this.options = options;
        this.seeds = options.allSeeds();
        this.rates = options.curveRates();
    }

    Findings run() throws InterruptedException {
        var checks = lab.all("mean", ReferenceMeans.all(), this::check);
        var points = lab.all("point", experiments(), this::point);
        var capacities = byMode(lab.all("capacities", MODES, this::capacities));
        var ratios = ReferenceMeans.all().stream()
                .filter(reference -> reference.mode() != Mode.STREAM)
                .map(this::ratio)
                .toList();
        var curves = byMode(MODES.stream()
                .map(mode ->
                        points.stream().filter(point -> point.mode() == mode).toList())
                .toList());
        return new Findings(checks, ratios, capacities, gains(), curves, sensitivities(), lab.runs());
    }

    private List<Experiment> experiments() {
        return MODES.stream()
                .flatMap(mode -> DoubleStream.of(rates).mapToObj(rate -> Experiment.standard(mode, rate)))
                .toList();
    }

    private List<Sensitivity> sensitivities() throws InterruptedException {
        if (options.smoke()) {
            return List.of();
        }
        return lab.all(
                "changed", Variation.all(), variation -> Sensitivity.measure(variation, lab, options.someSeeds()));
    }

    private Check check(ReferenceMeans reference) {
        var experiment = Experiment.standard(reference.mode(), reference.rate());
        return new Check(reference, Interval.ofMean(lab.each(experiment, seeds, Figures::mean)));
    }

    private RatioAt ratio(ReferenceMeans at) {
        Function<ToDoubleFunction<Figures>, Interval> over = figure -> Interval.ofRatio(
                lab.each(Experiment.standard(at.mode(), at.rate()), seeds, figure),
                lab.each(Experiment.standard(Mode.STREAM, at.rate()), seeds, figure));
        return new RatioAt(
                at.rate(),
                at.mode(),
                over.apply(Figures::mean),
                over.apply(Figures::p99),
                over.apply(Figures::firstVerdict));
    }

    private Capacities capacities(Mode mode) {
        return new Capacities(capacity(mode, Figures::mean), capacity(mode, Figures::p50), bestGoodput(mode));
    }

    private Crossing capacity(Mode mode, ToDoubleFunction<Figures> figure) {
        var found = new Capacity(lab).of(Experiment.standard(mode, 1), seeds, figure);
        return new Crossing(curves(mode, figure).capacity(), found.orElse(0));
    }

    private Interval bestGoodput(Mode mode) {
        return DoubleStream.of(rates)
                .mapToObj(rate -> Interval.ofMean(lab.each(Experiment.standard(mode, rate), seeds, Figures::goodput)))
                .reduce((best, next) -> next.estimate() > best.estimate() ? next : best)
                .orElseThrow();
    }

    private Map<Mode, Interval> gains() {
        var stream = curves(Mode.STREAM, Figures::mean);
        var gains = new EnumMap<Mode, Interval>(Mode.class);
        for (var mode : List.of(Mode.BARRIER, Mode.WHOLE)) {
            gains.put(mode, stream.gainOver(curves(mode, Figures::mean)));
        }
        return gains;
    }

    private SeedCurves curves(Mode mode, ToDoubleFunction<Figures> figure) {
        return SeedCurves.of(lab, Experiment.standard(mode, 1), rates, seeds, figure);
    }

    private Point point(Experiment experiment) {
        return new Point(
                experiment.mode(),
                experiment.arrivals().rate(),
                lab.mean(experiment, seeds, Figures::mean),
                lab.mean(experiment, seeds, Figures::p50),
                lab.mean(experiment, seeds, Figures::p99),
                lab.mean(experiment, seeds, Figures::goodput),
                lab.mean(experiment, seeds, Figures::firstVerdict));
    }

    private static <T> Map<Mode, T> byMode(List<T> inOrder) {
        var map = new EnumMap<Mode, T>(Mode.class);
        MODES.forEach(mode -> map.put(mode, inOrder.get(mode.ordinal())));
        return map;
    }
}
