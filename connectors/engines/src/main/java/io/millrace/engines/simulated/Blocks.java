package io.millrace.engines.simulated;

/** Chained hashes of the blocks of a prompt, in its order. Immutable; compared by identity. */
public final class Blocks {

    /** Odd, with bits well mixed: the increment of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long[] chain;

    private Blocks(long[] chain) {
        this.chain = chain;
    }

    static Blocks ofHead(long head, int blocks) {
        var chain = new long[blocks];
        long hash = mixed(head);
        for (int i = 0; i < blocks; i++) {
            hash = mixed(hash + GOLDEN);
            chain[i] = hash;
        }
        return new Blocks(chain);
    }

    /** @param parts each named so that equal names mean equal beginnings up to there; of {@code blocksOfPart} blocks */
    static Blocks ofParts(long[] parts, int blocksOfPart, int blocks) {
        var chain = new long[blocks];
        for (int i = 0; i < blocks; i++) {
            chain[i] = mixed(parts[i / blocksOfPart] * blocksOfPart + i % blocksOfPart + GOLDEN);
        }
        return new Blocks(chain);
    }

    static Blocks ofText(String text, int blocks) {
        int length = Prompt.BLOCK * Prompt.TOKEN_CHARACTERS;
        var chain = new long[blocks];
        long hash = GOLDEN;
        for (int i = 0; i < blocks; i++) {
            for (int at = i * length; at < (i + 1) * length; at++) {
                hash = hash * 31 + text.charAt(at);
            }
            hash = mixed(hash);
            chain[i] = hash;
        }
        return new Blocks(chain);
    }

    public int size() {
        return chain.length;
    }

    public long get(int index) {
        return chain[index];
    }

    /** Finisher of SplitMix64: a bijection in which each bit of the input touches each of the output. */
    static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
