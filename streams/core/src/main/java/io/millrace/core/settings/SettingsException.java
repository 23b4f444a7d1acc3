package io.millrace.core.settings;

import java.util.List;

/** Settings are wrong. The message names every offending key; correct them all and start again. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    public SettingsException(List<String> errors) {
        super("wrong settings:\n  " + String.join("\n  ", errors));
        this.errors = List.copyOf(errors);
    }

    /** One sentence for each error, in the order of the keys. */
    public List<String> errors() {
        return errors;
    }
}
