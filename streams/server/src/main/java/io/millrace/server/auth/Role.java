package io.millrace.server.auth;

import io.millrace.events.topic.Topic.Access;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may do. Roles add up. Only the operator's has others in it, and not those of people who decide
 * (approver) or programs that act (agent): who runs the platform does not thereby decide for its users.
 */
public enum Role {
    VIEWER(Access.VIEWER),
    PUBLISHER(Access.PUBLISHER),
    AGENT(Access.AGENT),
    APPROVER(Access.APPROVER),
    AUDITOR(Access.AUDITOR),
    OPERATOR(Access.OPERATOR, Access.VIEWER, Access.PUBLISHER, Access.AUDITOR);

    private final Set<Access> allowed;

    Role(Access first, Access... more) {
        this.allowed = EnumSet.of(first, more);
    }

    /** Whether it is enough for something; nothing is enough for {@link Access#NOBODY}. */
    public boolean may(Access access) {
        return allowed.contains(access);
    }

    /** The role of that name in lower case; empty for none. */
    static Optional<Role> find(String name) {
        for (var role : values()) {
            if (role.text().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
