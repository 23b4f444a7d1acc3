package io.millrace.load.headline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Sizes of the 50 answers of FacTool's knowledge-based question answering set (Chern et al., arXiv:2307.13528): tokens at four
 * characters each, sentences, claims.
 */
public final class Workload {

    private static final String FILE = "/headline/workload.csv";

    private Workload() {}

    public static List<Answer> answers() {
        try (var in = Objects.requireNonNull(Workload.class.getResourceAsStream(FILE), FILE);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(Workload::answer).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(String line) {
        var fields = line.split(",", -1);
        return new Answer(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), Integer.parseInt(fields[2]));
    }
}
