package io.millrace.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.millrace.core.settings.RawSettings;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.server.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokensTest {

    private static final Tokens TOKENS = Tokens.issuer("one");
    private static final Tokens OTHERS = Tokens.issuer("two");

    @TempDir
    private Path directory;

    private BearerTokens authentication;

    @BeforeEach
    void keys() throws IOException {
        authentication = ofFile(Map.of("auth.issuer", "https://issuer.example"));
    }

    @Test
    void shouldKnowWhoBearsAToken() {
        var token = TOKENS.sign(Tokens.claims("alice")
                .claim("roles", List.of("viewer", "operator", "barista"))
                .claim("tenant", "acme")
                .build());

        var principal = authentication.authenticate("Bearer " + token);

        assertThat(principal.name()).isEqualTo("alice");
        assertThat(principal.roles()).containsExactlyInAnyOrder(Role.VIEWER, Role.OPERATOR);
        assertThat(principal.tenant()).hasValue("acme");
    }

    @Test
    void shouldTakeTheSchemeInAnyCase() {
        assertThat(authentication.authenticate("bEARER " + TOKENS.of("alice")).name())
                .isEqualTo("alice");
    }

    @Test
    void shouldFindRolesInsideOtherClaimsAndInTexts() throws IOException {
        var nested = ofFile(Map.of("auth.roles.claim", "realm_access.roles"));
        var text = ofFile(Map.of("auth.roles.claim", "scope"));
        var dotted = ofFile(Map.of("auth.roles.claim", "https://issuer.example/roles"));

        assertThat(roles(nested, "realm_access", Map.of("roles", List.of("viewer"))))
                .containsExactly(Role.VIEWER);
        assertThat(roles(text, "scope", "openid viewer")).containsExactly(Role.VIEWER);
        assertThat(roles(dotted, "https://issuer.example/roles", List.of("viewer")))
                .containsExactly(Role.VIEWER);
        assertThat(roles(nested, "realm_access", 7)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoBearerToken() {
        for (var header : new String[] {
            "", "Bearer", "Bearer ", "Basic YTpi", "Bearer nonsense", "Bearer a.b.c", "Bearer " + "a".repeat(20_000)
        }) {
            refused(header);
        }
        refused(null);
    }

    @Test
    void shouldRefuseTokensOfOthersAndThoseThatAreOver() {
        var past = Date.from(Instant.now().minus(Duration.ofMinutes(5)));
        var future = Date.from(Instant.now().plus(Duration.ofMinutes(4)));
        refused(OTHERS.of("mallory", "operator"));
        refused(TOKENS.sign(Tokens.claims("a").expirationTime(past).build()));
        refused(TOKENS.sign(Tokens.claims("a").expirationTime(null).build()));
        refused(TOKENS.sign(Tokens.claims("a").notBeforeTime(future).build()));
        refused(TOKENS.sign(Tokens.claims("a").audience("another").build()));
        refused(TOKENS.sign(Tokens.claims("a").audience((String) null).build()));
        refused(TOKENS.sign(Tokens.claims("a").issuer("https://evil.example").build()));
        refused(TOKENS.sign(Tokens.claims(" ").build()));
        refused(TOKENS.sign(Tokens.claims("a").claim("tenant", "a b/c").build()));
        refused(TOKENS.sign(Tokens.claims("a").claim("tenant", 7).build()));
    }

    @Test
    void shouldRefuseTokensWithoutASignatureAndThoseSignedWithThePublicKeyAsASecret() throws JOSEException {
        var claims =
                Tokens.claims("mallory").claim("roles", List.of("operator")).build();
        refused(new PlainJWT(claims).serialize());
        refused(confused(claims, TOKENS.key().toPublicJWK().toRSAPublicKey().getEncoded()));
        refused(confused(claims, TOKENS.keySet().getBytes(StandardCharsets.UTF_8)));
        var token = TOKENS.of("alice", "viewer");
        refused(token.substring(0, token.length() - 4) + "AAAA");
    }

    @Test
    void shouldFindTheKeysOfAnIssuerAndNewOnesAmongThem() throws IOException {
        var keys = new AtomicReference<>(TOKENS.keySet());
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        answer(
                server,
                "/.well-known/openid-configuration",
                () -> "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        answer(server, "/keys", keys::get);
        server.start();
        try {
            var found = BearerTokens.of(AuthSettings.of(RawSettings.of(Map.of("auth.oidc.issuer", issuer))));

            var token = TOKENS.sign(Tokens.claims("alice").issuer(issuer).build());
            assertThat(found.authenticate("Bearer " + token).name()).isEqualTo("alice");
            keys.set(OTHERS.keySet());
            var rotated = OTHERS.sign(Tokens.claims("bob").issuer(issuer).build());
            assertThat(found.authenticate("Bearer " + rotated).name()).isEqualTo("bob");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldNotTakeTheKeysOfAnIssuerThatCallsItselfOtherwise() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        answer(
                server,
                "/.well-known/openid-configuration",
                () -> "{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        answer(server, "/keys", TOKENS::keySet);
        server.start();
        try {
            var found = BearerTokens.of(AuthSettings.of(RawSettings.of(Map.of("auth.oidc.issuer", issuer))));
            var token = TOKENS.sign(Tokens.claims("alice").issuer(issuer).build());

            assertThatThrownBy(() -> found.authenticate("Bearer " + token))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_READY));
        } finally {
            server.stop(0);
        }
    }

    private BearerTokens ofFile(Map<String, String> settings) throws IOException {
        var file = Files.writeString(directory.resolve("keys.json"), TOKENS.keySet());
        var all = new HashMap<>(settings);
        all.put("auth.jwks.file", file.toString());
        return BearerTokens.of(AuthSettings.of(RawSettings.of(all)));
    }

    private static Set<Role> roles(BearerTokens authentication, String claim, Object value) {
        var token = TOKENS.sign(Tokens.claims("alice").claim(claim, value).build());
        return authentication.authenticate("Bearer " + token).roles();
    }

    private static String confused(JWTClaimsSet claims, byte[] secret) throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private void refused(@Nullable String token) {
        var header = token == null || token.indexOf(' ') >= 0 || token.isEmpty() || token.equals("Bearer")
                ? token
                : "Bearer " + token;
        assertThatThrownBy(() -> authentication.authenticate(header))
                .as(String.valueOf(header))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAUTHENTICATED));
    }

    private static void answer(HttpServer server, String path, Supplier<String> text) {
        server.createContext(path, exchange -> {
            var bytes = text.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
