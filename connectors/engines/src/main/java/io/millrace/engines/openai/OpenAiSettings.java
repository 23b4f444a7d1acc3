package io.millrace.engines.openai;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.millrace.core.settings.HttpUrl;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * How the server is reached.
 *
 * @param completions where chats are posted
 * @param model asked for where a stage names none
 * @param apiKey sent as bearer token; null for none; hides its value when printed
 * @param connectTimeout for a connection
 * @param firstTokenTimeout from the request to the first token
 * @param tokenTimeout from one token to the next
 * @param continuesText whether it goes on with an open turn of the assistant
 * @param retries further tries before the first token
 * @param backoff pause before the first of them, doubled for each further one
 */
record OpenAiSettings(
        URI completions,
        String model,
        @Nullable Password apiKey,
        Duration connectTimeout,
        Duration firstTokenTimeout,
        Duration tokenTimeout,
        boolean continuesText,
        int retries,
        Duration backoff) {

    static final String URL = "engine.url";
    static final String MODEL = "engine.model";
    static final String API_KEY = "engine.api.key";
    static final String API_KEY_FILE = "engine.api.key.file";
    static final String CONNECT_TIMEOUT = "engine.connect.timeout.ms";
    static final String FIRST_TOKEN_TIMEOUT = "engine.first.token.timeout.ms";
    static final String TOKEN_TIMEOUT = "engine.token.timeout.ms";
    static final String CONTINUES = "engine.continues.text";
    static final String RETRIES = "engine.retries";
    static final String BACKOFF = "engine.retry.backoff.ms";

    private static final String PATH = "/chat/completions";

    /** @throws SettingsException with all errors at once */
    static OpenAiSettings of(RawSettings raw) {
        var config = raw.parse(definition());
        return new OpenAiSettings(
                completions(config.getHttpUrl(URL)),
                config.getString(MODEL),
                apiKey(config),
                config.getDuration(CONNECT_TIMEOUT),
                config.getDuration(FIRST_TOKEN_TIMEOUT),
                config.getDuration(TOKEN_TIMEOUT),
                config.getBoolean(CONTINUES),
                config.getInt(RETRIES),
                config.getDuration(BACKOFF));
    }

    static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        URL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new HttpUrl(),
                        HIGH,
                        "Base URL of an OpenAI-compatible server, with or without /v1.")
                .define(MODEL, ConfigDef.Type.STRING, "default", HIGH, "Model asked for where a stage names none.")
                .define(API_KEY, ConfigDef.Type.PASSWORD, null, MEDIUM, "API key; better in a file or the environment.")
                .define(API_KEY_FILE, ConfigDef.Type.STRING, null, MEDIUM, "File that holds the API key.")
                .define(CONNECT_TIMEOUT, ConfigDef.Type.LONG, 5_000L, atLeast(1), LOW, "Time-out of a connection.")
                .define(
                        FIRST_TOKEN_TIMEOUT,
                        ConfigDef.Type.LONG,
                        60_000L,
                        atLeast(1),
                        MEDIUM,
                        "Time-out of the first token.")
                .define(TOKEN_TIMEOUT, ConfigDef.Type.LONG, 30_000L, atLeast(1), MEDIUM, "Time-out between two tokens.")
                .define(
                        CONTINUES,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        LOW,
                        "Whether it goes on with an open turn of the assistant (continue_final_message, as vLLM and SGLang"
                                + " do); one that does not is asked anew and must repeat its text before it goes on.")
                .define(RETRIES, ConfigDef.Type.INT, 3, atLeast(0), LOW, "Further tries before the first token.")
                .define(
                        BACKOFF,
                        ConfigDef.Type.LONG,
                        200L,
                        atLeast(1),
                        LOW,
                        "Pause before the first further try, then doubled.");
    }

    private static URI completions(URI server) {
        var base = server.toString().replaceAll("/+$", "");
        return URI.create(base.endsWith(PATH) ? base : base + (base.endsWith("/v1") ? "" : "/v1") + PATH);
    }

    private static @Nullable Password apiKey(AbstractConfig config) {
        var file = config.getString(API_KEY_FILE);
        if (file == null) {
            return config.getPassword(API_KEY);
        }
        try {
            return new Password(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new SettingsException(List.of(API_KEY_FILE + ": cannot read " + file));
        }
    }
}
