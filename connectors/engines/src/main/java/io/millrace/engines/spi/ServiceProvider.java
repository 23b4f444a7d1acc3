package io.millrace.engines.spi;

import io.millrace.core.settings.RawSettings;
import org.apache.kafka.common.config.ConfigDef;

/** Makes services of one kind; named in {@code META-INF/services}. */
public interface ServiceProvider {

    /** What {@code pool.<pool>.service} calls it, such as {@code retrieve} or {@code http}. */
    String name();

    /** Its own settings, as the reference shows them; read and checked by {@link #create} only. */
    ConfigDef settings();

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    Service create(RawSettings settings);
}
