package io.millrace.load.headline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Mean figures of the reference model over 20 seeds, seconds. */
record ReferenceMeans(Mode mode, double rate, double mean, double p99, double firstVerdict) {

    private static final String FILE = "/headline/reference-means.csv";

    static List<ReferenceMeans> all() {
        try (var in = Objects.requireNonNull(ReferenceMeans.class.getResourceAsStream(FILE), FILE);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(ReferenceMeans::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReferenceMeans parse(String line) {
        var fields = line.split(",", -1);
        return new ReferenceMeans(
                Mode.valueOf(fields[0].toUpperCase(Locale.ROOT)),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at %.0f requests a second", mode.id(), rate);
    }
}
