package io.millrace.cli.platform;

import io.millrace.core.settings.RawSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which language model answers. */
final class EngineOptions {

    @Option(
            names = "--engine-url",
            paramLabel = "URL",
            description = "OpenAI-compatible server as engine, such as http://127.0.0.1:11434/v1.")
    private @Nullable String url;

    @Option(names = "--engine-model", paramLabel = "NAME", description = "Model to ask that server for.")
    private @Nullable String model;

    /** The settings with what was given. */
    RawSettings over(RawSettings settings) {
        return settings.withGiven("engine.url", url).withGiven("engine.model", model);
    }
}
