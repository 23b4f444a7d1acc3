package io.millrace.load.headline;

import io.millrace.load.headline.Findings.Capacities;
import io.millrace.load.headline.Findings.Check;
import io.millrace.load.headline.Findings.Point;
import io.millrace.load.headline.Findings.RatioAt;
import io.millrace.load.headline.Sensitivity.Variation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Runs what the report needs, in virtual time. */
final class Study {

    private static final double[] CURVE_RATES =
            DoubleStream.iterate(0.5, rate -> rate <= 9, rate -> rate + 0.5).toArray();

    private final Lab lab;
    private final HeadlineOptions options;

    Study(Lab lab, HeadlineOptions options) {
        this.lab = lab;
        this.options = options;
    }

    Findings run() throws InterruptedException {
        var checks = lab.all("means at the reference's rates", ReferenceMeans.all(), this::check);
        var ratios = ratios();
        var capacities = capacities();
        return new Findings(
                checks,
                ratios,
                capacities,
                options.smoke() ? Map.of() : curves(),
                options.smoke()
                        ? List.of()
                        : lab.all(
                                "sensitivity",
                                Variation.all(),
                                variation -> Sensitivity.measure(variation, lab, HeadlineOptions.fewSeeds())),
                lab.runs());
    }

    private Check check(ReferenceMeans reference) {
        var experiment = Experiment.standard(reference.mode(), reference.rate());
        return new Check(reference, Interval.ofMean(lab.each(experiment, options.allSeeds(), Figures::mean)));
    }

    private List<RatioAt> ratios() {
        return ReferenceMeans.all().stream()
                .filter(reference -> reference.mode() != Mode.STREAM)
                .map(reference -> new RatioAt(
                        reference.rate(),
                        reference.mode(),
                        ratio(reference, Figures::mean),
                        ratio(reference, Figures::p99),
                        ratio(reference, Figures::firstVerdict)))
                .toList();
    }

    private Interval ratio(ReferenceMeans at, ToDoubleFunction<Figures> figure) {
        return Interval.ofRatio(
                lab.each(Experiment.standard(at.mode(), at.rate()), options.allSeeds(), figure),
                lab.each(Experiment.standard(Mode.STREAM, at.rate()), options.allSeeds(), figure));
    }

    private Map<Mode, Capacities> capacities() throws InterruptedException {
        var parts = new ArrayList<Part>();
        for (var mode : Mode.values()) {
            options.seedGroups().forEach(seeds -> parts.add(new Part(mode, seeds)));
        }
        var found = lab.all("capacity", parts, this::measure);
        var all = new EnumMap<Mode, Capacities>(Mode.class);
        for (var mode : Mode.values()) {
            var own = found.stream().filter(part -> part.mode == mode).toList();
            all.put(
                    mode,
                    new Capacities(
                            own.stream().mapToDouble(PartFound::mean).toArray(),
                            own.stream().mapToDouble(PartFound::median).toArray(),
                            own.stream().mapToDouble(PartFound::goodput).toArray()));
        }
        return all;
    }

    private PartFound measure(Part part) {
        var experiment = Experiment.standard(part.mode, 1);
        var capacity = new Capacity(lab);
        double mean = capacity.of(experiment, part.seeds, Figures::mean).orElse(Double.NaN);
        if (options.smoke()) {
            return new PartFound(part.mode, mean, Double.NaN, Double.NaN);
        }
        return new PartFound(
                part.mode,
                mean,
                capacity.of(experiment, part.seeds, Figures::p50).orElse(Double.NaN),
                DoubleStream.of(CURVE_RATES)
                        .map(rate -> lab.mean(experiment.withRate(rate), part.seeds, Figures::goodput))
                        .max()
                        .orElseThrow());
    }

    private Map<Mode, List<Point>> curves() {
        var seeds = options.seedGroups().stream().flatMapToLong(Arrays::stream).toArray();
        var curves = new EnumMap<Mode, List<Point>>(Mode.class);
        for (var mode : Mode.values()) {
            curves.put(
                    mode,
                    DoubleStream.of(CURVE_RATES)
                            .mapToObj(rate -> point(Experiment.standard(mode, rate), seeds))
                            .toList());
        }
        return curves;
    }

    private Point point(Experiment experiment, long[] seeds) {
        return new Point(
                experiment.arrivals().rate(),
                lab.mean(experiment, seeds, Figures::mean),
                lab.mean(experiment, seeds, Figures::p50),
                lab.mean(experiment, seeds, Figures::p99),
                lab.mean(experiment, seeds, Figures::goodput),
                lab.mean(experiment, seeds, Figures::firstVerdict));
    }

    /** A mode with some of the seeds. */
    private record Part(Mode mode, long[] seeds) {

        @Override
        public String toString() {
            return mode.id() + ", seeds " + Arrays.toString(seeds);
        }
    }

    private record PartFound(Mode mode, double mean, double median, double goodput) {}
}
