package io.millrace.server.auth;

import io.javalin.http.Context;
import io.millrace.events.topic.Topic.Access;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls.
 *
 * @param name unique among callers
 * @param tenant in whose name it asks, where that is fixed
 */
public record Principal(String name, Set<Role> roles, Optional<String> tenant) {

    /** Whoever calls where callers are not told apart: a program of this machine. */
    static final Principal LOCAL = new Principal("local", EnumSet.allOf(Role.class), Optional.empty());

    private static final String ATTRIBUTE = "millrace.principal";

    public Principal {
        roles = Set.copyOf(roles);
    }

    /** Who made the request, once the guard has let it in. */
    public static Principal of(Context context) {
        Principal known = context.attribute(ATTRIBUTE);
        return known == null ? LOCAL : known;
    }

    void attachTo(Context context) {
        context.attribute(ATTRIBUTE, this);
    }

    boolean may(Access access) {
        return roles.stream().anyMatch(role -> role.may(access));
    }
}
