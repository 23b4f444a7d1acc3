package io.millrace.server.peer;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.millrace.core.settings.ParsedSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;

/** Settings of the listener that the other instances ask, apart from the public one. */
public final class PeerSettings {

    public static final String HOST = "peer.host";
    public static final String PORT = "peer.port";
    public static final String ADVERTISED_HOST = "peer.advertised.host";
    public static final String SECRET = "peer.secret";
    public static final String THREADS = "peer.threads";
    public static final String TIMEOUT = "peer.timeout.ms";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    HOST,
                    ConfigDef.Type.STRING,
                    "127.0.0.1",
                    new NonEmptyString(),
                    MEDIUM,
                    "Address that the other instances reach this one by; another than loopback needs peer.secret.")
            .define(
                    PORT,
                    ConfigDef.Type.INT,
                    0,
                    between(0, 65_535),
                    MEDIUM,
                    "Port for the other instances; 0 takes a free one, which they are told.")
            .define(
                    ADVERTISED_HOST,
                    ConfigDef.Type.STRING,
                    "",
                    MEDIUM,
                    "Name or address that the others are told; empty for that of peer.host.")
            .define(
                    SECRET,
                    ConfigDef.Type.PASSWORD,
                    "",
                    MEDIUM,
                    "Secret that all instances share and show each other, at least 16 bytes.")
            .define(THREADS, ConfigDef.Type.INT, 16, between(8, 1_000), LOW, "Threads that answer other instances.")
            .define(
                    TIMEOUT,
                    ConfigDef.Type.LONG,
                    3_000L,
                    atLeast(10),
                    MEDIUM,
                    "How long another instance may take to answer.");

    private final ParsedSettings config;

    private PeerSettings(ParsedSettings config) {
        this.config = config;
    }

    /** @throws SettingsException when the listener would be open to anybody */
    public static PeerSettings of(RawSettings raw) {
        var settings = new PeerSettings(raw.parse(DEFINITION));
        var secret = settings.secret();
        if (!secret.isEmpty() && secret.length() < 16) {
            throw new SettingsException(List.of(SECRET + " must have at least 16 bytes"));
        }
        if (secret.isEmpty() && !settings.isLoopback()) {
            throw new SettingsException(List.of(HOST + "=" + settings.host()
                    + " would let anybody read all stores; set " + SECRET + ", the same on all instances"));
        }
        return settings;
    }

    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new SettingsException(List.of(HOST + " is not an address of this machine: " + host()));
        }
    }

    public String host() {
        return config.getString(HOST);
    }

    public int port() {
        return config.getInt(PORT);
    }

    public String advertisedHost() {
        var advertised = config.getString(ADVERTISED_HOST);
        return advertised.isEmpty() ? host() : advertised;
    }

    /** Empty for none. */
    public String secret() {
        return config.getPassword(SECRET).value();
    }

    public int threads() {
        return config.getInt(THREADS);
    }

    public Duration timeout() {
        return config.getDuration(TIMEOUT);
    }
}
