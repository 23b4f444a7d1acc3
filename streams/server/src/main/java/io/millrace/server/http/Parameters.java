package io.millrace.server.http;

import io.javalin.http.Context;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import java.util.List;

/** Parameters of queries. One that is not known is refused: to ignore it would answer another question. */
public final class Parameters {

    private Parameters() {}

    /**
     * Checks that the query has no other parameters, and each at most once.
     *
     * @throws ProblemException INVALID_PARAMETER with every fault
     */
    public static void only(Context context, String... known) {
        var names = List.of(known);
        var these = names.isEmpty() ? "there are none here" : "known here: " + String.join(", ", names);
        var faults = context.queryParamMap().entrySet().stream()
                .filter(given ->
                        !names.contains(given.getKey()) || given.getValue().size() > 1)
                .map(given -> new Fault(
                        given.getKey(),
                        names.contains(given.getKey()) ? "is given more than once" : "is not a parameter; " + these))
                .toList();
        if (!faults.isEmpty()) {
            var first = faults.get(0);
            throw new ProblemException(
                    Problem.INVALID_PARAMETER, "parameter '" + first.place() + "' " + first.message(), faults);
        }
    }

    /**
     * A parameter that is true or false; false where it is missing.
     *
     * @throws ProblemException INVALID_PARAMETER
     */
    public static boolean flag(Context context, String name) {
        var value = context.queryParam(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw Problem.INVALID_PARAMETER.because(name + " must be true or false, was '" + value + "'");
    }
}
