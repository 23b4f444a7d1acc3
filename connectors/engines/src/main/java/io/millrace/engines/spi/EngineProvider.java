package io.millrace.engines.spi;

import io.millrace.core.settings.RawSettings;
import org.apache.kafka.common.config.ConfigDef;

/** Makes engines of one kind; named in {@code META-INF/services}. */
public interface EngineProvider {

    /** What {@code pool.<pool>.engine} calls it, such as {@code local} or {@code openai}. */
    String name();

    /** Its own settings, as the reference shows them; read and checked by {@link #create} only. */
    ConfigDef settings();

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    Engine create(RawSettings settings);
}
