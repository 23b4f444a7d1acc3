package io.millrace.engines.index;

import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceProvider;
import org.apache.kafka.common.config.ConfigDef;

/** Makes {@link RetrieveService}. */
public final class RetrieveServiceProvider implements ServiceProvider {

    @Override
    public String name() {
        return "retrieve";
    }

    @Override
    public ConfigDef settings() {
        return RetrieveSettings.definition();
    }

    @Override
    public Service create(RawSettings settings) {
        return new RetrieveService(new DocumentIndex(IndexSettings.of(settings)), RetrieveSettings.of(settings));
    }
}
