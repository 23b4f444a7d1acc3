package io.millrace.load.headline;

/**
 * A request that is due at a time of its own.
 *
 * @param at seconds from the start
 * @param answer that it leads to
 */
public record Arrival(double at, Answer answer) {

    public Arrival {
        if (!(at >= 0)) {
            throw new IllegalArgumentException("a request is due at 0 or later, not at " + at);
        }
    }
}
