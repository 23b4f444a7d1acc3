package io.millrace.engines.simulated;

import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineProvider;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;

/** Makes the engine {@code simulated}. */
public final class SimulatedProvider implements EngineProvider {

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public ConfigDef settings() {
        return SimulatedSettings.definition();
    }

    @Override
    public Engine create(RawSettings settings) {
        var simulated = SimulatedSettings.of(settings);
        return SimulatedEngine.start(simulated.profile(), simulated.seed(), Clock.systemUTC());
    }
}
