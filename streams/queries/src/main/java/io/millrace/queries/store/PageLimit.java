package io.millrace.queries.store;

import io.millrace.queries.Problem;
import org.jspecify.annotations.Nullable;

/** How many entries a page may have. */
public final class PageLimit {

    public static final int DEFAULT = 50;
    public static final int MOST = 500;

    private PageLimit() {}

    /** @throws io.millrace.queries.ProblemException INVALID_PARAMETER for anything but 1 to {@value #MOST} */
    public static int parse(@Nullable String text) {
        if (text == null) {
            return DEFAULT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of bounds.
        }
        throw Problem.INVALID_PARAMETER.because("limit must be a number from 1 to " + MOST + ", was '" + text + "'");
    }
}
