package io.millrace.load.headline;

/** Size of an answer that is to be verified. */
public record Answer(int tokens, int sentences, int claims) {

    public Answer {
        if (tokens < 1 || sentences < 1 || claims < 1) {
            throw new IllegalArgumentException(
                    "an answer has tokens, sentences and claims, not " + tokens + ", " + sentences + ", " + claims);
        }
    }

    /** As many of them one after the other. */
    Answer times(int factor) {
        return new Answer(tokens * factor, sentences * factor, claims * factor);
    }

    /** Whether sentence {@code index} is whole once so many tokens are written. */
    boolean closes(int index, int written) {
        return (long) written * sentences >= (index + 1L) * tokens;
    }

    /** Tokens up to the end of sentence {@code index}. */
    int tokensUpTo(int index) {
        return tokens * (index + 1) / sentences;
    }

    /** Claims of sentence {@code index}. */
    int claimsOf(int index) {
        return claims * (index + 1) / sentences - claims * index / sentences;
    }
}
