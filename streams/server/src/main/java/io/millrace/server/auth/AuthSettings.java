package io.millrace.server.auth;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.millrace.core.settings.ParsedSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;

/** Settings of authentication: bearer tokens (JWT) signed by an OpenID Connect issuer or by keys of a file. */
public final class AuthSettings {

    public static final String JWKS_FILE = "auth.jwks.file";
    public static final String OIDC_ISSUER = "auth.oidc.issuer";
    public static final String ISSUER = "auth.issuer";
    public static final String AUDIENCE = "auth.audience";
    public static final String ROLES_CLAIM = "auth.roles.claim";
    public static final String TENANT_CLAIM = "auth.tenant.claim";
    public static final String CLOCK_SKEW = "auth.clock.skew.ms";
    public static final String KEYS_TTL = "auth.keys.ttl.ms";
    public static final String REQUESTS_PER_SECOND = "auth.requests.per.second";
    public static final String BURST = "auth.requests.burst";

    private static final ConfigDef DEFINITION = limits(tokens(new ConfigDef()));

    private final ParsedSettings config;

    private AuthSettings(ParsedSettings config) {
        this.config = config;
    }

    /** @throws SettingsException with all errors at once */
    public static AuthSettings of(RawSettings raw) {
        var settings = new AuthSettings(raw.parse(DEFINITION));
        var errors = settings.errors();
        if (!errors.isEmpty()) {
            throw new SettingsException(errors);
        }
        return settings;
    }

    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    /** Whether callers have to show a token. */
    public boolean isOn() {
        return !jwksFile().isEmpty() || !oidcIssuer().isEmpty();
    }

    /** Path of the keys; empty for none. */
    String jwksFile() {
        return config.getString(JWKS_FILE).strip();
    }

    /** Empty for none. */
    String oidcIssuer() {
        return config.getString(OIDC_ISSUER).strip();
    }

    /** What tokens name as their issuer; empty for any. */
    String issuer() {
        return oidcIssuer().isEmpty() ? config.getString(ISSUER).strip() : oidcIssuer();
    }

    String audience() {
        return config.getString(AUDIENCE);
    }

    /** With points between the names of objects. */
    String rolesClaim() {
        return config.getString(ROLES_CLAIM);
    }

    String tenantClaim() {
        return config.getString(TENANT_CLAIM);
    }

    Duration clockSkew() {
        return config.getDuration(CLOCK_SKEW);
    }

    Duration keysTtl() {
        return config.getDuration(KEYS_TTL);
    }

    /** 0 for no limit. */
    long requestsPerSecond() {
        return config.getInt(REQUESTS_PER_SECOND);
    }

    long burst() {
        return config.getInt(BURST);
    }

    private List<String> errors() {
        var errors = new ArrayList<String>();
        if (!jwksFile().isEmpty() && !oidcIssuer().isEmpty()) {
            errors.add(JWKS_FILE + " and " + OIDC_ISSUER + " are both set; keys come from one of them");
        }
        if (!jwksFile().isEmpty() && !Files.isReadable(Path.of(jwksFile()))) {
            errors.add(JWKS_FILE + "=" + jwksFile() + " cannot be read; name a file with a JSON Web Key Set");
        }
        if (!oidcIssuer().isEmpty() && !isSafe(oidcIssuer())) {
            errors.add(OIDC_ISSUER + "=" + oidcIssuer()
                    + " must be an https address: over http anybody between could sign tokens");
        }
        return errors;
    }

    private static boolean isSafe(String issuer) {
        try {
            var address = URI.create(issuer);
            return address.getHost() != null
                    && (address.getScheme().equals("https")
                            || (address.getScheme().equals("http")
                                    && InetAddress.getByName(address.getHost()).isLoopbackAddress()));
        } catch (IllegalArgumentException | UnknownHostException e) {
            return false;
        }
    }

    private static ConfigDef tokens(ConfigDef keys) {
        return keys.define(
                        JWKS_FILE,
                        ConfigDef.Type.STRING,
                        "",
                        HIGH,
                        "File with the public keys (JSON Web Key Set) that sign tokens; read again when it changes.")
                .define(
                        OIDC_ISSUER,
                        ConfigDef.Type.STRING,
                        "",
                        HIGH,
                        "Address of the OpenID Connect issuer of tokens, whose keys are found by discovery.")
                .define(
                        ISSUER,
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        "What tokens signed by keys of the file must name as issuer; empty for any.")
                .define(
                        AUDIENCE,
                        ConfigDef.Type.STRING,
                        "millrace",
                        new NonEmptyString(),
                        HIGH,
                        "What tokens must name as audience, so that those for other services are refused.")
                .define(
                        ROLES_CLAIM,
                        ConfigDef.Type.STRING,
                        "roles",
                        new NonEmptyString(),
                        MEDIUM,
                        "Claim that lists the roles, with points where it is inside another: realm_access.roles.")
                .define(
                        TENANT_CLAIM,
                        ConfigDef.Type.STRING,
                        "tenant",
                        new NonEmptyString(),
                        MEDIUM,
                        "Claim that names the tenant in whose name the caller asks.")
                .define(
                        CLOCK_SKEW,
                        ConfigDef.Type.LONG,
                        30_000L,
                        between(0, 600_000),
                        LOW,
                        "How far the clocks of issuer and server may differ.")
                .define(
                        KEYS_TTL,
                        ConfigDef.Type.LONG,
                        300_000L,
                        atLeast(1_000),
                        LOW,
                        "How long keys are kept before they are asked for again.");
    }

    private static ConfigDef limits(ConfigDef keys) {
        return keys.define(
                        REQUESTS_PER_SECOND,
                        ConfigDef.Type.INT,
                        0,
                        atLeast(0),
                        MEDIUM,
                        "Requests a second that one caller may make on average; 0 for no limit.")
                .define(
                        BURST,
                        ConfigDef.Type.INT,
                        0,
                        atLeast(0),
                        LOW,
                        "Requests that one caller may make at once; at least those of a second.");
    }
}
