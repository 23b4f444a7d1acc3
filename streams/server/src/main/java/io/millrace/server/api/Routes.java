package io.millrace.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.millrace.server.http.GetRoute;
import io.millrace.server.http.Parameters;
import java.util.List;

/** Makes routes of operations: a call passes the guard and has only parameters that the operation knows. */
public final class Routes {

    private Routes() {}

    public static void install(RoutesConfig routes, List<Operation> operations, Guard guard) {
        operations.forEach(operation -> {
            var handler = guarded(operation, guard);
            if (operation.method().equals(HandlerType.GET)) {
                GetRoute.add(routes, operation.path(), handler);
            } else {
                routes.addHttpHandler(operation.method(), operation.path(), handler);
            }
        });
    }

    private static Handler guarded(Operation operation, Guard guard) {
        var known = operation.queryNames().toArray(String[]::new);
        return context -> {
            guard.admit(context, operation.permission());
            Parameters.only(context, known);
            operation.handler().handle(context);
        };
    }
}
