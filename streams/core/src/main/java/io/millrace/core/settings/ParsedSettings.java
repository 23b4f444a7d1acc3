package io.millrace.core.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Typed values of the settings of one module, with the types that Kafka's own definitions lack. */
public final class ParsedSettings extends AbstractConfig {

    ParsedSettings(ConfigDef definition, Map<String, String> values) {
        super(definition, values, false);
    }

    /** Of a key in milliseconds, whose name ends with {@code .ms}. */
    public Duration getDuration(String key) {
        return Duration.ofMillis(getLong(key));
    }

    /**
     * Of a key that holds the address of an HTTP server.
     *
     * @throws SettingsException when it does not
     */
    public URI getHttpUrl(String key) {
        var text = getString(key);
        return HttpUrl.parse(text).orElseThrow(() -> new SettingsException(List.of(HttpUrl.refusal(key, text))));
    }
}
