package io.millrace.server.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import io.millrace.server.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;

/** Keys of an issuer that is found by OpenID Connect Discovery 1.0: its document tells where they are. */
final class IssuerSource implements JWKSetSource<SecurityContext> {

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MOST_BYTES = 512 * 1024;

    private final String issuer;
    private final ResourceRetriever web = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);

    IssuerSource(String issuer) {
        this.issuer = issuer;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
            throws KeySourceException {
        try {
            return JWKSet.parse(web.retrieveResource(keys()).getContent()).toPublicJWKSet();
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new JWKSetUnavailableException("keys of " + issuer + " cannot be had: " + e.getMessage(), e);
        }
    }

    /** Looked up each time keys are: an issuer may move them. */
    private URL keys() throws IOException, JWKSetUnavailableException {
        var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        var text = web.retrieveResource(new URL(base + WELL_KNOWN)).getContent();
        try {
            var document = Json.MAPPER.readTree(text);
            // Discovery 1.0, 4.3: else another issuer could speak for this one.
            if (!issuer.equals(document.path("issuer").asText())) {
                throw new JWKSetUnavailableException(
                        "the document of " + issuer + " is of the issuer '"
                                + document.path("issuer").asText() + "'",
                        null);
            }
            return URI.create(document.path("jwks_uri").asText()).toURL();
        } catch (JsonProcessingException e) {
            throw new JWKSetUnavailableException("the document of " + issuer + " is not JSON", e);
        }
    }

    @Override
    public void close() {}
}
