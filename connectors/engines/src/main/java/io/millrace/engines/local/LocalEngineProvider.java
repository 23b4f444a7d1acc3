package io.millrace.engines.local;

import io.millrace.core.settings.RawSettings;
import io.millrace.engines.index.DocumentIndex;
import io.millrace.engines.index.IndexSettings;
import io.millrace.engines.index.SentenceEmbedder;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineProvider;
import java.time.Clock;
import org.apache.kafka.common.config.ConfigDef;

/** Makes {@link LocalEngine}. */
public final class LocalEngineProvider implements EngineProvider {

    @Override
    public String name() {
        return "local";
    }

    @Override
    public ConfigDef settings() {
        return LocalSettings.definition();
    }

    @Override
    public Engine create(RawSettings settings) {
        var local = LocalSettings.of(settings);
        var where = IndexSettings.of(settings);
        var embedder = SentenceEmbedder.load(where.nativesDirectory());
        var tasks = new LocalTasks(new DocumentIndex(where), embedder, local);
        return new LocalEngine(tasks, Clock.systemUTC());
    }
}
