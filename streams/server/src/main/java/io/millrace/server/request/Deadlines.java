package io.millrace.server.request;

import io.millrace.queries.Problem;
import io.millrace.server.ServerSettings;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long requests may take.
 *
 * @param usual when the caller does not say
 * @param longest that a caller may ask for
 */
public record Deadlines(Clock clock, Duration usual, Duration longest) {

    public static Deadlines of(ServerSettings settings, Clock clock) {
        return new Deadlines(clock, settings.deadline(), settings.longestDeadline());
    }

    /**
     * Epoch milliseconds at which the request closes.
     *
     * @param millis what the caller asked for, as text; null for the usual time
     * @throws io.millrace.queries.ProblemException INVALID_PARAMETER
     */
    public long deadline(@Nullable String millis) {
        if (millis == null) {
            return clock.millis() + usual.toMillis();
        }
        try {
            long wanted = Long.parseLong(millis.trim());
            if (wanted > 0 && wanted <= longest.toMillis()) {
                return clock.millis() + wanted;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of bounds.
        }
        throw Problem.INVALID_PARAMETER.because(
                "the deadline must be 1 to " + longest.toMillis() + " milliseconds, was '" + millis + "'");
    }
}
