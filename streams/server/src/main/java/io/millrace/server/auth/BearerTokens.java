package io.millrace.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.javalin.http.Context;
import io.millrace.events.tokens.TenantNames;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.text.ParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens (RFC 6750) that are JSON Web Tokens (RFC 7519, with the advice of RFC 8725): signed by a key that is known,
 * by an asymmetric algorithm, for this audience, not expired.
 */
final class BearerTokens implements Authentication {

    /** No symmetric ones: with these a public key could be taken for a secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final int LONGEST = 16 * 1024;
    private static final String SCHEME = "Bearer ";

    private final DefaultJWTProcessor<SecurityContext> processor;
    private final Claims claims;

    BearerTokens(JWKSource<SecurityContext> keys, AuthSettings settings) {
        this.claims = new Claims(settings.rolesClaim(), settings.tenantClaim());
        var exact = new JWTClaimsSet.Builder();
        if (!settings.issuer().isEmpty()) {
            exact.issuer(settings.issuer());
        }
        var verifier =
                new DefaultJWTClaimsVerifier<SecurityContext>(settings.audience(), exact.build(), Set.of("sub", "exp"));
        verifier.setMaxClockSkew(Math.toIntExact(settings.clockSkew().toSeconds()));
        processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(verifier);
    }

    static BearerTokens of(AuthSettings settings) {
        var keys = settings.oidcIssuer().isEmpty()
                ? Keys.ofFile(settings.jwksFile(), settings.keysTtl())
                : Keys.ofIssuer(settings.oidcIssuer(), settings.keysTtl());
        return new BearerTokens(keys, settings);
    }

    @Override
    public Principal authenticate(Context context) {
        return authenticate(context.header("Authorization"));
    }

    /** @param header value of Authorization; null where there is none */
    Principal authenticate(@Nullable String header) {
        if (header == null) {
            throw Problem.UNAUTHENTICATED.because("send Authorization: Bearer with a token that the issuer signed");
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || header.length() > LONGEST) {
            throw Problem.UNAUTHENTICATED.because(
                    "Authorization must be Bearer and a token of at most " + LONGEST + " characters");
        }
        return principal(verified(header.substring(SCHEME.length()).strip()));
    }

    private JWTClaimsSet verified(String token) {
        try {
            return processor.process(SignedJWT.parse(token), null);
        } catch (ParseException e) {
            throw new ProblemException(Problem.UNAUTHENTICATED, "the token is not a signed JSON Web Token", e);
        } catch (KeySourceException e) {
            throw new ProblemException(
                    Problem.NOT_READY, "the keys that sign tokens cannot be had now; try again shortly", e);
        } catch (BadJOSEException | JOSEException e) {
            throw new ProblemException(Problem.UNAUTHENTICATED, "the token is refused: " + e.getMessage(), e);
        }
    }

    private Principal principal(JWTClaimsSet token) {
        var subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw Problem.UNAUTHENTICATED.because("the token names no subject (sub)");
        }
        var tenant = claims.tenant(token);
        tenant.filter(named -> !TenantNames.isPossible(named)).ifPresent(named -> {
            throw Problem.UNAUTHENTICATED.because("the tenant of the token must be " + TenantNames.RULE);
        });
        return new Principal(subject, claims.roles(token), tenant);
    }
}
