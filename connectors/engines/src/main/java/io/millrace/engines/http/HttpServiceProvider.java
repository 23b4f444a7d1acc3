package io.millrace.engines.http;

import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceProvider;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;

/** Makes the service {@code http}. */
public final class HttpServiceProvider implements ServiceProvider {

    @Override
    public String name() {
        return "http";
    }

    @Override
    public ConfigDef settings() {
        return HttpServiceSettings.definition();
    }

    @Override
    public Service create(RawSettings settings) {
        return new HttpService(HttpServiceSettings.of(settings), Clock.systemUTC());
    }
}
