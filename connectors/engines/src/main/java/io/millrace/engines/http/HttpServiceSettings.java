package io.millrace.engines.http;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.settings.HttpUrl;
import io.millrace.core.settings.RawSettings;
import java.net.URI;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What is posted to.
 *
 * @param timeout of one call, from the connection to the last byte
 * @param maxBytes largest answer that is read
 */
record HttpServiceSettings(URI url, Duration connectTimeout, Duration timeout, int maxBytes) {

    static final String URL = "service.http.url";
    static final String CONNECT_TIMEOUT = "service.http.connect.timeout.ms";
    static final String TIMEOUT = "service.http.timeout.ms";
    static final String MAX_BYTES = "service.http.max.bytes";

    /** @throws io.millrace.core.settings.SettingsException with all errors at once */
    static HttpServiceSettings of(RawSettings raw) {
        var config = raw.parse(definition());
        return new HttpServiceSettings(
                config.getHttpUrl(URL),
                config.getDuration(CONNECT_TIMEOUT),
                config.getDuration(TIMEOUT),
                config.getInt(MAX_BYTES));
    }

    static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        URL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new HttpUrl(),
                        HIGH,
                        "Where the input of a call is posted as JSON.")
                .define(CONNECT_TIMEOUT, ConfigDef.Type.LONG, 5_000L, atLeast(1), LOW, "Time-out of a connection.")
                .define(TIMEOUT, ConfigDef.Type.LONG, 30_000L, atLeast(1), MEDIUM, "Time-out of a call.")
                .define(
                        MAX_BYTES,
                        ConfigDef.Type.INT,
                        DocumentSettings.DEFAULT_MAX_BYTES,
                        atLeast(1),
                        LOW,
                        "Largest answer in bytes.");
    }
}
