package io.millrace.engines.spi;

import io.millrace.core.settings.RawSettings;

/** Makes services of one kind; named in {@code META-INF/services}. */
public interface ServiceProvider {

    /** What {@code pool.<pool>.service} calls it, such as {@code retrieve} or {@code http}. */
    String name();

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    Service create(RawSettings settings);
}
