package io.millrace.cli.answer;

import java.util.List;
import java.util.Locale;

/** What verification says about a sentence, from the best to the worst. */
public enum Verdict {
    SUPPORTED("supported"),
    GROUNDED("grounded"),
    UNCHECKED("nothing to check"),
    PARTLY("partly grounded"),
    NOT_ENOUGH_EVIDENCE("not enough evidence"),
    NOT_FOUND("not found"),
    REFUTED("refuted"),
    FAILED("not checked, the check failed");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    boolean good() {
        return this == SUPPORTED || this == GROUNDED;
    }

    /** The verdict as pipelines write it, such as {@code not_found}. */
    static Verdict of(String name) {
        for (var verdict : values()) {
            if (verdict.name().equals(name.toUpperCase(Locale.ROOT))) {
                return verdict;
            }
        }
        return FAILED;
    }

    /** Verdict on a sentence from those on its claims: one refuted claim refutes it. */
    static Verdict ofSentence(List<Verdict> claims) {
        if (claims.isEmpty()) {
            return UNCHECKED;
        }
        var worst = claims.stream().max(Verdict::compareTo).orElseThrow();
        var someGood = claims.stream().anyMatch(Verdict::good);
        return someGood && (worst == NOT_FOUND || worst == NOT_ENOUGH_EVIDENCE) ? PARTLY : worst;
    }
}
