package io.millrace.server.api;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.millrace.queries.Problem;
import io.millrace.server.api.Parameter.Place;
import java.util.List;
import java.util.Set;

/**
 * One operation of the REST interface: how it is called and by whom, what it answers, and what does it.
 *
 * @param path as Javalin takes it: {@code {name}} for one segment, {@code <name>} for the rest
 * @param id name of the operation for programs, in camel case
 * @param summary what it does, in a few words
 * @param permission who may call it
 * @param bodies forms of the body that it takes; none where it takes no body
 * @param problems what it may answer beside {@link #EVERYWHERE}
 */
public record Operation(
        HandlerType method,
        String path,
        String id,
        Group group,
        String summary,
        Permission permission,
        List<Parameter> parameters,
        List<Content> bodies,
        List<Answer> answers,
        Set<Problem> problems,
        Handler handler) {

    /** What may go wrong wherever one calls. */
    public static final Set<Problem> EVERYWHERE = Set.of(
            Problem.INVALID_REQUEST,
            Problem.INVALID_PARAMETER,
            Problem.UNAUTHENTICATED,
            Problem.FORBIDDEN,
            Problem.RATE_LIMITED,
            Problem.INTERNAL,
            Problem.STOPPING);

    /** What an operation belongs to. */
    public enum Group {
        TOPICS,
        STORES,
        PIPELINES,
        REQUESTS,
        OPENAI,
        SERVICE
    }

    public Operation {
        parameters = List.copyOf(parameters);
        bodies = List.copyOf(bodies);
        answers = List.copyOf(answers);
        problems = Set.copyOf(problems);
    }

    public static OperationBuilder get(String path) {
        return new OperationBuilder(HandlerType.GET, path);
    }

    public static OperationBuilder post(String path) {
        return new OperationBuilder(HandlerType.POST, path);
    }

    public static OperationBuilder put(String path) {
        return new OperationBuilder(HandlerType.PUT, path);
    }

    public static OperationBuilder delete(String path) {
        return new OperationBuilder(HandlerType.DELETE, path);
    }

    /** Names of the parameters of its query. */
    public List<String> queryNames() {
        return parameters.stream()
                .filter(parameter -> parameter.place() == Place.QUERY)
                .map(Parameter::name)
                .toList();
    }

    /** The path as OpenAPI writes it. */
    public String template() {
        return path.replace('<', '{').replace('>', '}');
    }

    /** Whether its errors have the shape of OpenAI's API. */
    public boolean isOpenAi() {
        return group == Group.OPENAI;
    }
}
