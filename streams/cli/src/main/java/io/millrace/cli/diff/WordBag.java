package io.millrace.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each word is in a text, or in all values of a JSON value.
 *
 * @param counts by word
 * @param size of all words together
 */
record WordBag(Map<String, Integer> counts, int size) {

    /** Two things that share less are two things, not one that was changed: two sentences share some words anyway. */
    private static final double LEAST = 0.4;

    static WordBag of(String text) {
        var counts = new HashMap<String, Integer>();
        count(text, counts);
        return of(counts);
    }

    static WordBag of(JsonNode json) {
        var counts = new HashMap<String, Integer>();
        count(json, counts);
        return of(counts);
    }

    private static WordBag of(Map<String, Integer> counts) {
        return new WordBag(
                counts, counts.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** Share of the words that both have (Dice 1945), in [0, 1]; 0 where it is too small to mean anything. */
    double likeness(WordBag other) {
        if (size == 0 || other.size == 0) {
            return 0;
        }
        var common = 0;
        for (var word : counts.entrySet()) {
            common += Math.min(word.getValue(), other.counts.getOrDefault(word.getKey(), 0));
        }
        var share = 2.0 * common / (size + other.size);
        return share < LEAST ? 0 : share;
    }

    private static void count(JsonNode json, Map<String, Integer> counts) {
        if (json.isContainerNode()) {
            json.forEach(child -> count(child, counts));
        } else {
            count(json.asText(), counts);
        }
    }

    private static void count(String text, Map<String, Integer> counts) {
        for (var word : text.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                counts.merge(word, 1, Integer::sum);
            }
        }
    }
}
