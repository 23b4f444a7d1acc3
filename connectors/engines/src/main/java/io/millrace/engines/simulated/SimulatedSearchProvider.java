package io.millrace.engines.simulated;

import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceProvider;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;

/** Makes the service {@code simulated}. */
public final class SimulatedSearchProvider implements ServiceProvider {

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public ConfigDef settings() {
        return SearchSettings.definition();
    }

    @Override
    public Service create(RawSettings settings) {
        return new SimulatedSearch(SearchSettings.of(settings), Clock.systemUTC());
    }
}
