package io.millrace.tokens.advance;

/** Seeds of random cases. Rerun one case with {@code -Dmillrace.seed=...}, more with {@code -Dmillrace.trees=...}. */
final class Seeds {

    static final int TREES = Integer.getInteger("millrace.trees", 2_000);
    static final long FIRST = Long.getLong("millrace.seed", 20_261_122L);

    private Seeds() {}

    /** Runs as many cases, at least one; the failure of one says its seed. */
    static void forEach(int cases, Case each) {
        for (var seed = FIRST; seed < FIRST + Math.max(1, cases); seed++) {
            try {
                each.run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + " (-Dmillrace.seed=" + seed + " -Dmillrace.trees=1): " + e, e);
            }
        }
    }

    /** One case, made from its seed alone. */
    interface Case {
        void run(long seed);
    }
}
