package io.millrace.load.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Fool Me Twice (Eisenschlos et al., NAACL 2021): claims, and sentences of Wikipedia that support or refute them.
 *
 * @param digest SHA-256 of the evidence file
 */
record FactSet(List<Claim> claims, List<Evidence> evidence, String digest) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A claim with its answer.
     *
     * @param supported label: supported by the gold evidence, else refuted by it
     * @param gold ids of the evidence that decides it
     */
    record Claim(String text, boolean supported, String page, Set<String> gold) {}

    record Evidence(String id, String page, String text) {}

    static boolean isIn(Path directory) {
        return Files.isReadable(directory.resolve("claims.jsonl.gz"))
                && Files.isReadable(directory.resolve("evidence.jsonl.gz"));
    }

    static FactSet read(Path directory) throws IOException {
        var evidence = directory.resolve("evidence.jsonl.gz");
        return new FactSet(
                lines(directory.resolve("claims.jsonl.gz"), FactSet::claim),
                lines(evidence, FactSet::evidence),
                sha256(evidence));
    }

    private static Claim claim(JsonNode row) {
        var gold = new TreeSet<String>();
        row.path("gold").forEach(id -> gold.add(id.asText()));
        return new Claim(
                row.path("claim").asText(),
                row.path("label").asText().equals("SUPPORTS"),
                row.path("page").asText(),
                gold);
    }

    private static Evidence evidence(JsonNode row) {
        return new Evidence(
                row.path("id").asText(),
                row.path("page").asText(),
                row.path("text").asText());
    }

    private static <T> List<T> lines(Path file, Function<JsonNode, T> mapping) throws IOException {
        var rows = new ArrayList<T>();
        try (var content = new GZIPInputStream(Files.newInputStream(file));
                var reader = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(mapping.apply(JSON.readTree(line)));
            }
        }
        return rows;
    }

    private static String sha256(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
