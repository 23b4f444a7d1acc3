package io.millrace.server.api;

import io.javalin.http.Context;
import io.millrace.events.topic.Topic.Access;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who may call an operation.
 *
 * @param words for people
 * @param isOpen whether even callers that nobody knows may
 * @param rule what holds for one call; empty where it names what there is not, which the operation then says
 */
public record Permission(String words, boolean isOpen, Function<Context, Optional<Rule>> rule) {

    /** Callers that nobody knows: probes, and those who look how to call. */
    public static final Permission ANYONE = new Permission("anyone", true, context -> Optional.empty());

    public static final Permission VIEWER = least(Access.VIEWER);
    public static final Permission PUBLISHER = least(Access.PUBLISHER);
    public static final Permission OPERATOR = least(Access.OPERATOR);

    /**
     * What holds for one call.
     *
     * @param access the role that it takes
     * @param whyNobody said where nobody may
     */
    public record Rule(Access access, String whyNobody) {}

    /** What the catalogue says of that which the call names. */
    public static Permission catalogue(String words, Function<Context, Optional<Rule>> rule) {
        return new Permission(words, false, rule);
    }

    private static Permission least(Access access) {
        var rule = Optional.of(new Rule(access, "nobody may do this over REST"));
        return new Permission(access.name().toLowerCase(Locale.ROOT), false, context -> rule);
    }
}
