package io.millrace.server.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.millrace.queries.Problem;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a token says what its bearer may do.
 *
 * @param roles claim with a list of names, or with one text of names between spaces (as {@code scope}); names that are no
 *     roles here are for other services
 * @param tenant claim with a name
 */
record Claims(String roles, String tenant) {

    Set<Role> roles(JWTClaimsSet token) {
        var given = find(token, roles);
        Collection<?> names = given instanceof Collection<?> list
                ? list
                : given instanceof String text ? List.of(text.split(" ")) : List.of();
        var found = EnumSet.noneOf(Role.class);
        names.forEach(name -> Role.find(String.valueOf(name)).ifPresent(found::add));
        return found;
    }

    /** @throws io.millrace.queries.ProblemException UNAUTHENTICATED when it is no name */
    Optional<String> tenant(JWTClaimsSet token) {
        var given = find(token, tenant);
        if (given == null) {
            return Optional.empty();
        }
        if (given instanceof String name) {
            return Optional.of(name);
        }
        throw Problem.UNAUTHENTICATED.because("the claim " + tenant + " of the token must be a text");
    }

    /** A claim by its whole name, else by the names between its points. */
    private static @Nullable Object find(JWTClaimsSet token, String path) {
        var whole = token.getClaim(path);
        if (whole != null) {
            return whole;
        }
        Object at = token.getClaims();
        for (var name : path.split("\\.")) {
            at = at instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return at;
    }
}
