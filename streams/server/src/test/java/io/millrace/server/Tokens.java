package io.millrace.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Signs tokens as an issuer does. */
public final class Tokens {

    private final RSAKey key;

    private Tokens(RSAKey key) {
        this.key = key;
    }

    /** With a new key. */
    public static Tokens issuer(String keyId) {
        try {
            return new Tokens(new RSAKeyGenerator(2_048).keyID(keyId).generate());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public RSAKey key() {
        return key;
    }

    /** The public key as a key set. */
    public String keySet() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    public String of(String subject, String... roles) {
        return sign(claims(subject).claim("roles", List.of(roles)).build());
    }

    /** For the usual audience, good for five minutes. */
    public static JWTClaimsSet.Builder claims(String subject) {
        return new JWTClaimsSet.Builder()
                .subject(subject)
                .audience("millrace")
                .issuer("https://issuer.example")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
    }

    public String sign(JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
