package io.millrace.server.request;

import io.millrace.server.api.Content;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Shape;

/** Shapes of requests to pipelines. */
public final class RequestShapes {

    public static final Parameter TENANT = Parameter.header(
            Tenant.HEADER, Shape.text(), "In whose name is asked; a token that names a tenant decides it.");

    private RequestShapes() {}

    static Content question() {
        var message = Shape.object().member("role", Shape.text()).member("content", Shape.text());
        var shape = Shape.object()
                .member("input", Shape.text())
                .optional("parameters", Shape.map(Shape.text()))
                .optional("messages", Shape.list(message).described("what was said before"))
                .optional("deadlineMs", Shape.count())
                .optional("version", Shape.count().described("of the pipeline; 0 for the current one"));
        return new Content("application/json", shape, "{\"input\":\"What is a mill race?\"}");
    }

    static Shape accepted() {
        return status().member("pipeline", Shape.text())
                .member("deadline", Shape.millis())
                .member("links", Shape.map(Shape.text()));
    }

    static Shape status() {
        return Shape.object().member("requestId", Shape.text()).member("status", Shape.text());
    }

    /** A request or its result: beside these members what its state has, such as stages, usage and tree. */
    static Shape request() {
        return status().open();
    }
}
