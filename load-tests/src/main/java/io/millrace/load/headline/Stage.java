package io.millrace.load.headline;

/** A stage of the workflow that calls the model. */
public enum Stage {
    ANSWER("ch", 120),
    CLAIMS("ce", 577),
    QUERIES("qg", 302),
    VERDICT("vf", 150);

    private final String id;
    private final int headTokens;

    Stage(String id, int headTokens) {
        this.id = id;
        this.headTokens = headTokens;
    }

    /** In the reference model, which hashes it. */
    String id() {
        return id;
    }

    /** Tokens that all prompts of the stage begin with. */
    public int headTokens() {
        return headTokens;
    }
}
