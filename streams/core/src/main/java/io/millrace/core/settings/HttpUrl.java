package io.millrace.core.settings;

import java.net.URI;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Admits the address of an HTTP server. */
public final class HttpUrl implements ConfigDef.Validator {

    private static final String FORM = "http://host:port";

    @Override
    public void ensureValid(String key, @Nullable Object value) {
        if (parse(String.valueOf(value)).isEmpty()) {
            throw new ConfigException(refusal(key, String.valueOf(value)));
        }
    }

    /** As the reference of settings shows it. */
    @Override
    public String toString() {
        return FORM;
    }

    static String refusal(String key, String text) {
        return key + " must look like " + FORM + ", was '" + text.strip() + "'";
    }

    static Optional<URI> parse(String text) {
        try {
            var url = URI.create(text.strip());
            var isHttp = url.getScheme() != null && url.getScheme().matches("https?");
            return isHttp && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
