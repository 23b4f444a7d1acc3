package io.millrace.server.request;

import io.javalin.http.Context;
import io.millrace.events.tokens.TenantNames;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import java.util.List;

/** In whose name a request is asked: what its header says, while callers are not told apart otherwise. */
public final class Tenant {

    public static final String HEADER = "X-Millrace-Tenant";

    private Tenant() {}

    /** @throws ProblemException INVALID_REQUEST when the header names none that there can be */
    public static String of(Context context) {
        var given = context.header(HEADER);
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
