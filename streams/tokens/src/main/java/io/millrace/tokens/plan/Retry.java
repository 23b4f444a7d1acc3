package io.millrace.tokens.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a call whose run ends before its answer is whole, for a reason that may pass. */
public enum Retry {
    /** It begins anew; what was made of the text so far is taken back. */
    RESTART,
    /** Another run goes on with the text so far, where decoding is greedy or seeded, so that nobody sees a seam. */
    CONTINUE,
    /** It fails. A worker that dies is no failure of the call, which then begins anew. */
    NONE;

    /** The name in a plan. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Retry> of(String word) {
        return Arrays.stream(values())
                .filter(retry -> retry.word().equals(word))
                .findFirst();
    }
}
