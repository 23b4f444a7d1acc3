package io.millrace.tokens.plan;

/**
 * One thing wrong with a plan.
 *
 * @param place where, such as {@code stages[2].template}
 * @param message what, and what to do
 */
public record PlanError(String place, String message) {

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
