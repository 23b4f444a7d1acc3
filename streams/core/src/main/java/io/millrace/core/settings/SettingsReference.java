package io.millrace.core.settings;

import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.types.Password;

/** Renders definitions of settings as Markdown, for {@code docs/reference}. */
public final class SettingsReference {

    private SettingsReference() {}

    /** One section with a table, keys in the order of the alphabet. */
    public static String markdown(String title, ConfigDef definition) {
        var text = new StringBuilder();
        text.append("## ").append(title).append("\n\n");
        text.append("| key | type | default | valid | what it does |\n|---|---|---|---|---|\n");
        definition.configKeys().values().stream()
                .sorted((a, b) -> a.name.compareTo(b.name))
                .forEach(key -> text.append(row(key)));
        return text.toString();
    }

    private static String row(ConfigKey key) {
        return "| `" + key.name + "` | " + key.type.name().toLowerCase(Locale.ROOT) + " | " + defaultOf(key) + " | "
                + cell(key.validator == null ? "" : key.validator.toString()) + " | " + cell(key.documentation)
                + " |\n";
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "(required)";
        }
        var value = key.defaultValue instanceof Password secret
                ? secret.value()
                : ConfigDef.convertToString(key.defaultValue, key.type);
        return value == null || value.isEmpty() ? "(none)" : "`" + cell(value) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
