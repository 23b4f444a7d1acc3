package io.millrace.core.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A meter as one typed value. Every meter of this project is registered through its description, a constant, so that the
 * reference in {@code docs/reference} knows them all.
 *
 * @param name {@code millrace.<what>}, words separated by dots
 * @param kind what is measured
 * @param tags keys of its tags
 * @param meaning one sentence
 */
public record MeterDescription(String name, Kind kind, List<String> tags, String meaning) {

    /** What a meter measures. */
    public enum Kind {
        COUNTER,
        GAUGE,
        TIMER,

        /** A timer whose distribution is kept in {@link #BOUNDS}. */
        HISTOGRAM
    }

    /** Of what people wait for: from a token of a quick model to a request that is given up. */
    private static final Duration[] BOUNDS = IntStream.of(
                    5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    public MeterDescription {
        if (!name.matches("millrace(\\.[a-z0-9]+)+")) {
            throw new IllegalArgumentException("meter name must look like millrace.<what>, was '" + name + "'");
        }
        tags = List.copyOf(tags);
    }

    /** @param values with the keys of the description, neither more nor less */
    public Counter counter(MeterRegistry registry, Tags values) {
        check(Kind.COUNTER, values);
        return Counter.builder(name).description(meaning).tags(values).register(registry);
    }

    /** @param values with the keys of the description, neither more nor less */
    public Timer timer(MeterRegistry registry, Tags values) {
        check(kind == Kind.HISTOGRAM ? Kind.HISTOGRAM : Kind.TIMER, values);
        var timer = Timer.builder(name).description(meaning).tags(values);
        return (kind == Kind.HISTOGRAM ? timer.serviceLevelObjectives(BOUNDS) : timer).register(registry);
    }

    /**
     * @param values with the keys of the description, neither more nor less
     * @param source held weakly: the gauge ends with it
     */
    public <T> void gauge(MeterRegistry registry, Tags values, T source, ToDoubleFunction<T> value) {
        check(Kind.GAUGE, values);
        Gauge.builder(name, source, value).description(meaning).tags(values).register(registry);
    }

    private void check(Kind used, Tags values) {
        if (used != kind) {
            throw new IllegalArgumentException(name + " is a " + kind + ", was used as a " + used);
        }
        var keys = values.stream().map(Tag::getKey).sorted().toList();
        if (!keys.equals(tags.stream().sorted().toList())) {
            throw new IllegalArgumentException(name + " has the tags " + tags + ", was given " + keys);
        }
    }
}
