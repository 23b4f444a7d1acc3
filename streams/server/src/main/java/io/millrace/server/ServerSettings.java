package io.millrace.server;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.millrace.core.settings.ParsedSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import io.millrace.server.auth.AuthSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;

/** Settings of the HTTP server. */
public final class ServerSettings {

    public static final String HOST = "server.host";
    public static final String PORT = "server.port";
    public static final String INSTANCE = "server.instance";
    public static final String THREADS = "server.threads";
    public static final String STREAMS = "server.streams";
    public static final String BODY_BYTES = "server.body.bytes";
    public static final String BUFFER_BYTES = "server.buffer.bytes";
    public static final String BATCH_RECORDS = "server.batch.records";
    public static final String HEARTBEAT = "server.heartbeat.ms";
    public static final String PUBLISH_TIMEOUT = "server.publish.timeout.ms";
    public static final String READ_WAIT = "server.read.wait.ms";
    public static final String STOP_TIMEOUT = "server.stop.timeout.ms";
    public static final String IDEMPOTENCY = "server.idempotency.ms";
    public static final String DEADLINE = "request.deadline.ms";
    public static final String DEADLINE_MAX = "request.deadline.max.ms";
    public static final String CURSOR_SECRET = "server.cursor.secret";

    private static final ConfigDef DEFINITION = limits(listener(new ConfigDef()));

    private final ParsedSettings config;
    private final byte[] cursorSecret;
    private final boolean authenticating;

    private ServerSettings(ParsedSettings config, byte[] cursorSecret, boolean authenticating) {
        this.config = config;
        this.cursorSecret = cursorSecret;
        this.authenticating = authenticating;
    }

    /** @throws SettingsException with all errors at once */
    public static ServerSettings of(RawSettings raw) {
        var config = raw.parse(DEFINITION);
        boolean authenticating = AuthSettings.of(raw).isOn();
        requireSafe(config.getString(HOST), authenticating);
        var secret = config.getPassword(CURSOR_SECRET).value().getBytes(StandardCharsets.UTF_8);
        if (secret.length == 0) {
            secret = new byte[32];
            new SecureRandom().nextBytes(secret);
        } else if (secret.length < 16) {
            throw new SettingsException(List.of(CURSOR_SECRET + " must have at least 16 bytes"));
        }
        return new ServerSettings(config, secret, authenticating);
    }

    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    public String host() {
        return config.getString(HOST);
    }

    /** Whether callers have to show a token. */
    boolean isAuthenticating() {
        return authenticating;
    }

    /** The host as it stands in URLs: an IPv6 address in brackets. */
    public String urlHost() {
        var host = host();
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Port to listen on; 0 takes a free one. */
    public int port() {
        return config.getInt(PORT);
    }

    /** Number of this server among those of the installation: its partition of replies and its transactions. */
    public int instance() {
        return config.getInt(INSTANCE);
    }

    public int threads() {
        return config.getInt(THREADS);
    }

    /** Most answers and tails streamed at once. */
    public int streams() {
        return config.getInt(STREAMS);
    }

    public int bodyBytes() {
        return config.getInt(BODY_BYTES);
    }

    /** Most bytes that wait for one slow client. */
    public int bufferBytes() {
        return config.getInt(BUFFER_BYTES);
    }

    public int batchRecords() {
        return config.getInt(BATCH_RECORDS);
    }

    public Duration heartbeat() {
        return config.getDuration(HEARTBEAT);
    }

    public Duration publishTimeout() {
        return config.getDuration(PUBLISH_TIMEOUT);
    }

    /** How long a read waits for what it has to see. */
    public Duration readWait() {
        return config.getDuration(READ_WAIT);
    }

    public Duration stopTimeout() {
        return config.getDuration(STOP_TIMEOUT);
    }

    /** How long an idempotency key is remembered. */
    public Duration idempotency() {
        return config.getDuration(IDEMPOTENCY);
    }

    /** Time a request may take when it does not say. */
    public Duration deadline() {
        return config.getDuration(DEADLINE);
    }

    public Duration longestDeadline() {
        return config.getDuration(DEADLINE_MAX);
    }

    byte[] cursorSecret() {
        return cursorSecret.clone();
    }

    private static void requireSafe(String host, boolean authenticating) {
        try {
            if (InetAddress.getByName(host).isLoopbackAddress() || authenticating) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new SettingsException(List.of(HOST + " is not an address of this machine: " + host));
        }
        throw new SettingsException(List.of(HOST + "=" + host
                + " would open the server to the network without authentication; set " + AuthSettings.OIDC_ISSUER
                + " or " + AuthSettings.JWKS_FILE + ", or use 127.0.0.1"));
    }

    private static ConfigDef listener(ConfigDef keys) {
        return keys.define(
                        HOST,
                        ConfigDef.Type.STRING,
                        "127.0.0.1",
                        new NonEmptyString(),
                        HIGH,
                        "Address to listen on; another than loopback needs authentication (auth.*).")
                .define(
                        PORT,
                        ConfigDef.Type.INT,
                        8080,
                        between(0, 65_535),
                        HIGH,
                        "Port to listen on; 0 takes a free one.")
                .define(
                        INSTANCE,
                        ConfigDef.Type.INT,
                        0,
                        atLeast(0),
                        MEDIUM,
                        "Number of this server among those of the installation, from 0; no two may share one.")
                .define(THREADS, ConfigDef.Type.INT, 32, between(8, 1_000), MEDIUM, "Threads that serve requests.")
                .define(STREAMS, ConfigDef.Type.INT, 500, atLeast(1), MEDIUM, "Answers and tails streamed at once.")
                .define(
                        CURSOR_SECRET,
                        ConfigDef.Type.PASSWORD,
                        "",
                        LOW,
                        "Secret that signs cursors, the same on all servers; empty makes one at each start.");
    }

    private static ConfigDef limits(ConfigDef keys) {
        return keys.define(
                        BODY_BYTES,
                        ConfigDef.Type.INT,
                        4 * 1024 * 1024,
                        atLeast(1024),
                        MEDIUM,
                        "Largest body of a request in bytes; larger ones are answered with 413.")
                .define(
                        BUFFER_BYTES,
                        ConfigDef.Type.INT,
                        4 * 1024 * 1024,
                        atLeast(16 * 1024),
                        LOW,
                        "Bytes that wait for one slow client before it is dropped.")
                .define(
                        BATCH_RECORDS,
                        ConfigDef.Type.INT,
                        1_000,
                        atLeast(1),
                        LOW,
                        "Records that one request may publish.")
                .define(
                        HEARTBEAT,
                        ConfigDef.Type.LONG,
                        10_000L,
                        atLeast(10),
                        LOW,
                        "Time between heartbeats of a stream.")
                .define(
                        PUBLISH_TIMEOUT,
                        ConfigDef.Type.LONG,
                        10_000L,
                        atLeast(100),
                        MEDIUM,
                        "How long the broker may take to accept an event.")
                .define(
                        READ_WAIT,
                        ConfigDef.Type.LONG,
                        2_000L,
                        atLeast(0),
                        LOW,
                        "How long a read waits for a position or a commit that it asks for.")
                .define(
                        STOP_TIMEOUT,
                        ConfigDef.Type.LONG,
                        5_000L,
                        atLeast(0),
                        MEDIUM,
                        "How long streams may go on after the server was told to stop.")
                .define(
                        IDEMPOTENCY,
                        ConfigDef.Type.LONG,
                        Duration.ofHours(24).toMillis(),
                        atLeast(1_000),
                        MEDIUM,
                        "How long an idempotency key is remembered.")
                .define(
                        DEADLINE,
                        ConfigDef.Type.LONG,
                        120_000L,
                        atLeast(1),
                        MEDIUM,
                        "Time a request to a pipeline may take when it does not say.")
                .define(
                        DEADLINE_MAX,
                        ConfigDef.Type.LONG,
                        3_600_000L,
                        atLeast(1),
                        MEDIUM,
                        "Most time a request to a pipeline may ask for.");
    }
}
