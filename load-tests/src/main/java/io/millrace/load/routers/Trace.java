package io.millrace.load.routers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.simulated.Prompt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/**
 * Calls of a model service in the order in which they came, the first at 0.
 *
 * @param name of whose prompts and arrivals these are
 */
record Trace(String name, List<TracedCall> calls) {

    /** Tokens of a block of the Mooncake traces. */
    static final int PART_TOKENS = 512;

    private static final ObjectMapper JSON = new ObjectMapper();

    Trace {
        calls = List.copyOf(calls);
        if (calls.size() < 2 || !(calls.get(calls.size() - 1).at() > 0)) {
            throw new IllegalArgumentException("trace " + name + " needs calls at two times");
        }
    }

    /**
     * A trace of Mooncake (Qin et al., FAST 2025): one JSON object a line with {@code timestamp} in milliseconds,
     * {@code input_length} and {@code output_length} in tokens, and {@code hash_ids}, one for each 512 tokens of the prompt;
     * equal leading ids are equal beginnings.
     *
     * @param file compressed with gzip
     * @throws IllegalArgumentException when a line is not such an object
     */
    static Trace mooncake(Path file) throws IOException {
        var calls = new ArrayList<TracedCall>();
        try (var lines = lines(file)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                calls.add(call(JSON.readTree(line)));
            }
        }
        double first = calls.isEmpty() ? 0 : calls.get(0).at();
        return new Trace(
                "mooncake",
                calls.stream().map(call -> call.at(call.at() - first)).toList());
    }

    /**
     * Arrivals of a trace of Azure's language model services (Patel et al., ISCA 2024): a header, then lines that begin with a
     * time, as in {@code 2023-11-16 18:15:46.6805900}.
     *
     * @param file compressed with gzip
     * @return seconds since the first
     */
    static double[] azureArrivals(Path file) throws IOException {
        try (var lines = lines(file)) {
            var times = lines.lines()
                    .skip(1)
                    .map(line -> LocalDateTime.parse(
                            line.substring(0, line.indexOf(',')).replace(' ', 'T')))
                    .toList();
            return times.stream()
                    .mapToDouble(time -> Duration.between(times.get(0), time).toNanos() / 1e9)
                    .toArray();
        }
    }

    /**
     * The same calls in the same order, as many as there are arrivals.
     *
     * @param seconds rising
     */
    Trace withArrivals(String whose, double[] seconds) {
        return new Trace(
                name + ", arrivals of " + whose,
                IntStream.range(0, Math.min(seconds.length, calls.size()))
                        .mapToObj(i -> calls.get(i).at(seconds[i]))
                        .toList());
    }

    /** The first calls only. */
    Trace first(int count) {
        return new Trace(name, calls.subList(0, Math.min(count, calls.size())));
    }

    /** Calls a second as they came. */
    double rate() {
        return calls.size() / calls.get(calls.size() - 1).at();
    }

    /** Share of the prompts' tokens that a cache without end would hold, wherever they were read. */
    double reusable() {
        var cache = new PartCache(Integer.MAX_VALUE, PART_TOKENS);
        long found =
                calls.stream().mapToLong(call -> cache.admit(call.prompt())).sum();
        return found
                / (double)
                        calls.stream().mapToLong(call -> call.prompt().tokens()).sum();
    }

    private static TracedCall call(JsonNode line) {
        var parts = StreamSupport.stream(line.path("hash_ids").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
        return new TracedCall(
                number(line, "timestamp") / 1e3,
                Prompt.ofParts(parts, PART_TOKENS, number(line, "input_length")),
                Math.max(1, number(line, "output_length")));
    }

    private static int number(JsonNode line, String field) {
        if (!line.path(field).canConvertToInt()) {
            throw new IllegalArgumentException("a line of the trace has no number " + field + ": " + line);
        }
        return line.path(field).intValue();
    }

    private static BufferedReader lines(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }
}
