package io.millrace.server.auth;

import io.javalin.http.Context;
import io.millrace.events.topic.Topic.Access;
import io.millrace.queries.Problem;
import io.millrace.server.api.Guard;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Permission.Rule;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Lets in who may do what is asked, as often as that one may ask. */
public final class Gatekeeper implements Guard {

    private final Authentication authentication;
    private final RateLimits limits;

    Gatekeeper(Authentication authentication, RateLimits limits) {
        this.authentication = authentication;
        this.limits = limits;
    }

    /** As the settings say: without authentication everybody on loopback may do all that anybody may. */
    public static Gatekeeper of(AuthSettings settings) {
        Authentication authentication = settings.isOn() ? BearerTokens.of(settings) : context -> Principal.LOCAL;
        return new Gatekeeper(authentication, new RateLimits(settings.requestsPerSecond(), settings.burst()));
    }

    @Override
    public void admit(Context context, Permission permission) {
        if (permission.isOpen()) {
            return;
        }
        var principal = authentication.authenticate(context);
        limits.take(principal.name());
        permission.rule().apply(context).ifPresent(rule -> require(principal, rule));
        principal.attachTo(context);
    }

    private static void require(Principal principal, Rule rule) {
        if (rule.access() == Access.NOBODY) {
            throw Problem.FORBIDDEN.because(rule.whyNobody());
        }
        if (!principal.may(rule.access())) {
            var enough = Arrays.stream(Role.values())
                    .filter(role -> role.may(rule.access()))
                    .map(Role::text)
                    .collect(Collectors.joining(" or "));
            throw Problem.FORBIDDEN.because("this takes the role " + enough + ", which '" + principal.name()
                    + "' does not have; ask for a token that names it");
        }
    }
}
