package io.millrace.engines.spi;

import io.millrace.core.settings.RawSettings;

/** Makes engines of one kind; named in {@code META-INF/services}. */
public interface EngineProvider {

    /** What {@code pool.<pool>.engine} calls it, such as {@code local} or {@code openai}. */
    String name();

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    Engine create(RawSettings settings);
}
