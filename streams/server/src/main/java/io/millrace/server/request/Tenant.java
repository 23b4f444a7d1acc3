package io.millrace.server.request;

import io.javalin.http.Context;
import io.millrace.events.tokens.TenantNames;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import io.millrace.server.auth.Principal;
import java.util.List;

/** In whose name a request is asked: what the token of the caller says, else what the header says. */
public final class Tenant {

    public static final String HEADER = "X-Millrace-Tenant";

    private Tenant() {}

    /**
     * The tenant of a request.
     *
     * @throws ProblemException INVALID_REQUEST when the header names none that there can be, FORBIDDEN when it names
     *     another than the token
     */
    public static String of(Context context) {
        var given = context.header(HEADER);
        var fixed = Principal.of(context).tenant();
        if (fixed.isPresent()) {
            if (given != null && !given.equals(fixed.get())) {
                throw Problem.FORBIDDEN.because(
                        "the token is of tenant '" + fixed.get() + "', " + HEADER + " says '" + given + "'");
            }
            return fixed.get();
        }
        if (given == null) {
            return TenantNames.DEFAULT;
        }
        if (!TenantNames.isPossible(given)) {
            var message = HEADER + " must be " + TenantNames.RULE;
            throw new ProblemException(Problem.INVALID_REQUEST, message, List.of(new Fault(HEADER, message)));
        }
        return given;
    }
}
