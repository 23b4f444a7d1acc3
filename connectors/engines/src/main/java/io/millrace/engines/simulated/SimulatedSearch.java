package io.millrace.engines.simulated;

import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceRequest;
import io.millrace.events.avro.tokens.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A search that takes its time and finds text of no worth. Both are drawn from the {@code query} of its input, so that the same
 * query is the same work whoever asks it and with whatever else; from the whole input where that has none. Safe for use by
 * several threads.
 */
final class SimulatedSearch implements Service {

    private static final double NANOS_PER_MILLI = 1e6;

    private final SearchSettings settings;
    private final Clock clock;

    /** Never has a permit: waiting for one is a pause that an interrupt ends. */
    private final Semaphore never = new Semaphore(0);

    SimulatedSearch(SearchSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public ServiceAnswer call(ServiceRequest request) throws ServiceException, InterruptedException {
        var named = request.input().path("query");
        var query = named.isTextual() ? named.textValue() : request.input().toString();
        double millis = millis(query, request.parameters());
        var wait = Duration.ofNanos((long) (millis * NANOS_PER_MILLI));
        var late = clock.instant().plus(wait).isAfter(request.deadline());
        never.tryAcquire(
                (late ? Duration.between(clock.instant(), request.deadline()) : wait).toNanos(), TimeUnit.NANOSECONDS);
        if (late) {
            throw new ServiceException("DEADLINE", "the deadline passed during the search", false);
        }
        return ServiceAnswer.text(
                SimulatedText.write(List.of(new Message("user", query)), settings.tokens(), settings.seed()));
    }

    @Override
    public void close() {}

    /** What a search for this takes. */
    double millis(String query, Map<String, String> parameters) throws ServiceException {
        double median = number(parameters, "median_ms", settings.medianMillis());
        double sigma = number(parameters, "sigma", settings.sigma());
        long hash = Blocks.mixed(query.hashCode() + Blocks.mixed(settings.seed()));
        return median * Math.exp(sigma * new SplittableRandom(hash).nextGaussian());
    }

    private static double number(Map<String, String> parameters, String name, double otherwise)
            throws ServiceException {
        var text = parameters.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,6}(\\.\\d{1,6})?")) {
            throw new ServiceException("INVALID_INPUT", name + " must be a number, was '" + text + "'", false);
        }
        return Double.parseDouble(text);
    }
}
