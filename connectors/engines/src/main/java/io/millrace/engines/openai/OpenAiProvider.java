package io.millrace.engines.openai;

import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineProvider;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;

/** Makes the engine {@code openai}. */
public final class OpenAiProvider implements EngineProvider {

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public ConfigDef settings() {
        return OpenAiSettings.definition();
    }

    @Override
    public Engine create(RawSettings settings) {
        return new OpenAiEngine(OpenAiSettings.of(settings), Clock.systemUTC());
    }
}
