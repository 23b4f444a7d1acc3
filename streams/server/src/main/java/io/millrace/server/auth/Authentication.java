package io.millrace.server.auth;

import io.javalin.http.Context;

/** Finds out who calls. Safe for use by several threads. */
@FunctionalInterface
interface Authentication {

    /** @throws io.millrace.queries.ProblemException UNAUTHENTICATED, or NOT_READY when keys cannot be had now */
    Principal authenticate(Context context);
}
