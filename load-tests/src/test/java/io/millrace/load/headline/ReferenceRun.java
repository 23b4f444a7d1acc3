package io.millrace.load.headline;

import io.millrace.engines.simulated.EngineProfile;
import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.load.headline.Experiment.Arrivals;
import io.millrace.load.headline.Experiment.Fleet;
import io.millrace.load.headline.Experiment.Work;
import io.millrace.load.headline.routing.Policy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A row of {@code reference-runs.csv}: how the reference model was called, and what it answered. */
record ReferenceRun(Map<String, String> fields) {

    private static final String FILE = "/headline/reference-runs.csv";

    static List<ReferenceRun> all() {
        try (var in = Objects.requireNonNull(ReferenceRun.class.getResourceAsStream(FILE), FILE);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            var rows = reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .toList();
            return rows.stream().skip(1).map(row -> of(rows.get(0), row)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String set() {
        return text("set");
    }

    long seed() {
        return whole("seed");
    }

    double rate() {
        return number("rate");
    }

    double number(String column) {
        return Double.parseDouble(text(column));
    }

    Experiment experiment() {
        var batch = new Batch(whole("maxseq"), Batch.DEFAULT.tokenBudget(), whole("pcap"));
        return new Experiment(
                Mode.valueOf(text("mode").toUpperCase(Locale.ROOT)),
                new Arrivals(rate(), 1, whole("tenants"), number("zipf")),
                new Fleet(whole("R"), EngineProfile.A100_8B.withBatch(batch), policy()),
                new Work(
                        Boolean.parseBoolean(text("chat")),
                        whole("scale"),
                        whole("clm"),
                        whole("verif"),
                        number("search"),
                        whole("pre_extra")),
                number("hop"));
    }

    private Policy policy() {
        return Arrays.stream(Policy.values())
                .filter(policy -> policy.id().equals(text("pol")))
                .findFirst()
                .orElseThrow();
    }

    private int whole(String column) {
        return Integer.parseInt(text(column));
    }

    private String text(String column) {
        return Objects.requireNonNull(fields.get(column), column);
    }

    private static ReferenceRun of(String[] names, String[] values) {
        var fields = new HashMap<String, String>();
        for (int i = 0; i < names.length; i++) {
            fields.put(names[i], values[i]);
        }
        return new ReferenceRun(Map.copyOf(fields));
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
