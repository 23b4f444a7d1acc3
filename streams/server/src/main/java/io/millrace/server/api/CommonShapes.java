package io.millrace.server.api;

import io.millrace.queries.Problem;
import java.util.Arrays;

/** Shapes that many operations share; components of the description. */
public final class CommonShapes {

    /** An RFC 9457 problem. */
    public static final String PROBLEM = "Problem";

    /** An error of OpenAI's API. */
    public static final String OPENAI_ERROR = "OpenAiError";

    private CommonShapes() {}

    static Shape problem() {
        var fault = Shape.object()
                .member("place", Shape.text().described("where it is, such as records[3].value.input"))
                .member("message", Shape.text());
        var codes = Arrays.stream(Problem.values()).map(Problem::code).toArray(String[]::new);
        return Shape.object()
                .member("type", Shape.text().described("address of what is said about the problem in general"))
                .member("title", Shape.text())
                .member("status", Shape.integer().atLeast(400).atMost(599))
                .member("detail", Shape.text().described("one sentence about this occurrence"))
                .member("instance", Shape.text().described("path of the request"))
                .member("code", Shape.oneOf(codes))
                .member("retryable", Shape.flag().described("whether the same request may succeed later"))
                .optional("errors", Shape.list(fault))
                .open();
    }

    static Shape openAiError() {
        return Shape.object()
                .member(
                        "error",
                        Shape.object()
                                .member("message", Shape.text())
                                .member("type", Shape.text())
                                .member("param", Shape.text().orNull())
                                .member("code", Shape.text()));
    }
}
