package io.millrace.server.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import io.millrace.core.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;

/** Public keys that sign tokens, kept for a while; a key that is not known is looked for at once, though not too often. */
final class Keys {

    /** How long a request may wait for keys that another one fetches. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    /** Between two looks for keys that are not known: else tokens with made-up keys would have the issuer asked each time. */
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(10);

    private Keys() {}

    /** @throws SettingsException when the file has no keys now */
    static JWKSource<SecurityContext> ofFile(String file, Duration ttl) {
        var source = new FileSource(Path.of(file));
        try {
            source.load();
        } catch (JWKSetUnavailableException e) {
            throw new SettingsException(List.of(AuthSettings.JWKS_FILE + "=" + file + ": " + e.getMessage()));
        }
        return kept(source, ttl);
    }

    /** Keys that the issuer tells. It need not be there yet. */
    static JWKSource<SecurityContext> ofIssuer(String issuer, Duration ttl) {
        return kept(new IssuerSource(issuer), ttl);
    }

    private static JWKSource<SecurityContext> kept(JWKSetSource<SecurityContext> source, Duration ttl) {
        return JWKSourceBuilder.create(source)
                .cache(ttl.toMillis(), Math.min(REFRESH.toMillis(), ttl.toMillis()))
                .refreshAheadCache(false)
                .rateLimited(LEAST_PAUSE.toMillis())
                .retrying(true)
                .outageTolerant(ttl.multipliedBy(4).toMillis())
                .build();
    }

    /** A file, read each time. */
    private record FileSource(Path file) implements JWKSetSource<SecurityContext> {

        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
                throws KeySourceException {
            return load();
        }

        JWKSet load() throws JWKSetUnavailableException {
            try {
                // Whatever else is in the file never leaves it.
                var keys = JWKSet.load(file.toFile()).toPublicJWKSet();
                if (keys.isEmpty()) {
                    throw new JWKSetUnavailableException("it has no public key", null);
                }
                return keys;
            } catch (IOException | ParseException e) {
                throw new JWKSetUnavailableException("it is not a JSON Web Key Set: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {}
    }
}
