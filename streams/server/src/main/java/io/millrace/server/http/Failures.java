package io.millrace.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what a handler throws becomes a response, in the protocol of its path. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    public static void install(RoutesConfig routes) {
        routes.exception(ProblemException.class, (failure, context) -> answer(context, failure));
        routes.exception(
                HttpResponseException.class, (failure, context) -> answer(context, translate(failure, context)));
        routes.exception(Exception.class, (failure, context) -> answer(context, unexpected(failure, context)));
    }

    /** What went wrong, as a problem; anything unforeseen is logged here and told without its particulars. */
    public static ProblemException asProblem(Throwable failure, String path) {
        var cause = failure.getCause();
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        LOG.error("Request failed path={}", path, failure);
        return Problem.INTERNAL.because("something unforeseen went wrong; the log of the server tells what");
    }

    private static ProblemException unexpected(Exception failure, Context context) {
        return asProblem(failure, context.path());
    }

    private static void answer(Context context, ProblemException failure) {
        UnreadBody.pass(context);
        if (failure.problem() == Problem.INTERNAL && failure.getCause() != null) {
            LOG.error("Request failed path={}", context.path(), failure);
        }
        if (context.path().startsWith("/v1/")) {
            OpenAiError.answer(context, failure);
        } else {
            ProblemJson.answer(context, failure);
        }
    }

    /** The few statuses that Javalin itself answers with. */
    private static ProblemException translate(HttpResponseException failure, Context context) {
        return switch (failure.getStatus()) {
            case 404 -> Problem.NOT_FOUND.because("nothing is at " + context.path());
            case 405 -> Problem.METHOD_NOT_ALLOWED.because(context.path() + " does not take " + context.method());
            case 413 -> Problem.BODY_TOO_LARGE.because("the body is larger than this server takes");
            case 415 -> Problem.UNSUPPORTED_MEDIA_TYPE.because("this media type is not taken here");
            default ->
                failure.getStatus() < 500
                        ? Problem.INVALID_REQUEST.because("the request cannot be read")
                        : unexpected(failure, context);
        };
    }
}
