package io.millrace.core.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a process as text, before any module has looked at its own. In order of rising precedence: properties
 * file, environment ({@code MILLRACE_STATE_DIR} sets {@code state.dir}), explicit overrides.
 */
public final class RawSettings {

    private static final String ENVIRONMENT_PREFIX = "MILLRACE_";

    private final Map<String, String> values;

    private RawSettings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Reads them.
     *
     * @param file properties file, or null for none
     * @param environment the environment of the process
     * @throws SettingsException when the file cannot be read
     */
    public static RawSettings load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> overrides) {
        var values = new TreeMap<String, String>();
        if (file != null) {
            values.putAll(read(file));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX) && name.length() > ENVIRONMENT_PREFIX.length()) {
                var key = name.substring(ENVIRONMENT_PREFIX.length()).toLowerCase(Locale.ROOT);
                values.put(key.replace('_', '.'), value);
            }
        });
        values.putAll(overrides);
        return new RawSettings(values);
    }

    public static RawSettings of(Map<String, String> values) {
        return new RawSettings(values);
    }

    public Map<String, String> values() {
        return values;
    }

    public RawSettings with(String key, String value) {
        var changed = new TreeMap<>(values);
        changed.put(key, value);
        return new RawSettings(changed);
    }

    /** As {@link #with}, or the same settings where there is no value. */
    public RawSettings withGiven(String key, @Nullable String value) {
        return value == null ? this : with(key, value);
    }

    /** The settings whose keys start with {@code prefix}, without it. */
    public Map<String, String> startingWith(String prefix) {
        var found = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return Map.copyOf(found);
    }

    /** What is wrong with the settings that {@code definition} knows, one sentence a key; empty when nothing is. */
    public List<String> errors(ConfigDef definition) {
        var errors = new ArrayList<String>();
        for (var value : definition.validate(values)) {
            value.errorMessages().stream().findFirst().ifPresent(errors::add);
        }
        return List.copyOf(errors);
    }

    /**
     * The typed values of the settings that {@code definition} knows; the others belong to somebody else.
     *
     * @throws SettingsException with all errors at once
     */
    public ParsedSettings parse(ConfigDef definition) {
        var errors = errors(definition);
        if (!errors.isEmpty()) {
            throw new SettingsException(errors);
        }
        return new ParsedSettings(definition, values);
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(List.of("cannot read the settings file " + file + ": " + e.getMessage()));
        }
        var values = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }
}
