package io.millrace.server.api;

import io.javalin.http.Context;

/** Lets callers in or not. Safe for use by several threads. */
@FunctionalInterface
public interface Guard {

    /**
     * Finds out who calls and whether that one may.
     *
     * @throws io.millrace.queries.ProblemException UNAUTHENTICATED, FORBIDDEN or RATE_LIMITED
     */
    void admit(Context context, Permission permission);
}
