package io.millrace.engines.simulated;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What one replica can do. An iteration over n tokens (decoding sequences and tokens of prompts) takes
 * {@code overheadMillis + max(flatMillis + memoryBoundMillis * n, computeBoundMillis * n)} and the time to read what the decoding
 * sequences have in the KV cache. The constants of the presets are fitted to published kernel profiles; at one sequence
 * {@link #A100_8B} takes 12.9 ms a token where a public sweep measured 13.3.
 *
 * @param name as settings say it
 * @param overheadMillis of the host, each iteration
 * @param flatMillis reading the weights, each iteration
 * @param memoryBoundMillis for each token while memory is the limit
 * @param computeBoundMillis for each token while arithmetic is
 * @param kvBytesPerToken that one token of context holds
 * @param memoryBytesPerSecond at which they are read
 * @param batch what an iteration and the cache hold at most
 */
public record EngineProfile(
        String name,
        double overheadMillis,
        double flatMillis,
        double memoryBoundMillis,
        double computeBoundMillis,
        long kvBytesPerToken,
        double memoryBytesPerSecond,
        Batch batch) {

    /** Llama-3-8B on one A100 of 80 GB. */
    public static final EngineProfile A100_8B =
            new EngineProfile("a100-8b", 3.0, 9.8, 0.027, 0.072, 128 * 1024, 1.4e12, Batch.DEFAULT);

    /** A model of 7B parameters without grouped queries on one H100. */
    public static final EngineProfile H100_7B =
            new EngineProfile("h100-7b", 3.0, 5.6, 0.006, 0.0205, 512 * 1024, 2.3e12, Batch.DEFAULT);

    private static final EngineProfile[] PRESETS = {A100_8B, H100_7B};

    public EngineProfile {
        if (!(overheadMillis >= 0 && flatMillis >= 0 && memoryBoundMillis >= 0 && computeBoundMillis >= 0)) {
            throw new IllegalArgumentException("times of profile " + name + " must not be negative");
        }
        if (kvBytesPerToken < 0 || !(memoryBytesPerSecond > 0)) {
            throw new IllegalArgumentException("memory of profile " + name + " must be positive");
        }
    }

    /** @throws IllegalArgumentException naming the presets there are */
    public static EngineProfile named(String name) {
        return Arrays.stream(PRESETS)
                .filter(preset -> preset.name.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no profile '" + name + "'; choose one of " + names()));
    }

    /** Names of the presets, joined by commas. */
    public static String names() {
        return Arrays.stream(PRESETS).map(EngineProfile::name).collect(Collectors.joining(", "));
    }

    public EngineProfile withBatch(Batch other) {
        return new EngineProfile(
                name,
                overheadMillis,
                flatMillis,
                memoryBoundMillis,
                computeBoundMillis,
                kvBytesPerToken,
                memoryBytesPerSecond,
                other);
    }

    /**
     * Time of one iteration.
     *
     * @param tokens decoding sequences and tokens of prompts in it
     * @param contextTokens that the decoding sequences have read and written so far
     */
    double iterationMillis(int tokens, long contextTokens) {
        double kvMillisPerToken = kvBytesPerToken / memoryBytesPerSecond * 1e3;
        return overheadMillis
                + Math.max(flatMillis + memoryBoundMillis * tokens, computeBoundMillis * tokens)
                + contextTokens * kvMillisPerToken;
    }

    /**
     * Bounds of a replica.
     *
     * @param maxSequences that run at once; more wait
     * @param tokenBudget of an iteration; a longer prompt takes several (chunked prefill)
     * @param cacheTokens of the prefix cache
     */
    public record Batch(int maxSequences, int tokenBudget, int cacheTokens) {

        public static final Batch DEFAULT = new Batch(64, 512, 100_000);

        public Batch {
            if (maxSequences < 1 || tokenBudget <= maxSequences || cacheTokens < 0) {
                throw new IllegalArgumentException("a batch needs 1 <= sequences < token budget and a cache >= 0, was "
                        + maxSequences + ", " + tokenBudget + ", " + cacheTokens);
            }
        }
    }
}
