package io.millrace.server.api;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.millrace.queries.Problem;
import io.millrace.server.api.Operation.Group;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of an operation one thing after the other; {@link #handledBy} ends it. For one thread. */
public final class OperationBuilder {

    private final HandlerType method;
    private final String path;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Content> bodies = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Set<Problem> problems = EnumSet.noneOf(Problem.class);
    private @Nullable String id;
    private @Nullable Group group;
    private @Nullable String summary;
    private @Nullable Permission permission;

    OperationBuilder(HandlerType method, String path) {
        this.method = method;
        this.path = path;
    }

    /**
     * What it is.
     *
     * @param name for programs, in camel case
     * @param what it does, in a few words
     */
    public OperationBuilder as(Group belongsTo, String name, String what) {
        group = belongsTo;
        id = name;
        summary = what;
        return this;
    }

    public OperationBuilder by(Permission allowed) {
        permission = allowed;
        return this;
    }

    public OperationBuilder taking(Parameter... more) {
        return taking(List.of(more));
    }

    public OperationBuilder taking(List<Parameter> more) {
        parameters.addAll(more);
        return this;
    }

    public OperationBuilder body(Content... forms) {
        bodies.addAll(List.of(forms));
        return this;
    }

    /** One more answer. */
    public OperationBuilder answering(int status, String description, Content... forms) {
        answers.add(new Answer(status, description, List.of(forms)));
        return this;
    }

    public OperationBuilder failing(Problem... more) {
        problems.addAll(List.of(more));
        return this;
    }

    public Operation handledBy(Handler handler) {
        return new Operation(
                method,
                path,
                Objects.requireNonNull(id, "id"),
                Objects.requireNonNull(group, "group"),
                Objects.requireNonNull(summary, "summary"),
                Objects.requireNonNull(permission, "permission"),
                parameters,
                bodies,
                answers,
                problems,
                handler);
    }
}
