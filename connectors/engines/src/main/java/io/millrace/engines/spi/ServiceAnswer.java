package io.millrace.engines.spi;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Answer of a service: text, JSON or both.
 *
 * @param text for people or prompts
 * @param json for machines
 */
public record ServiceAnswer(@Nullable String text, @Nullable JsonNode json) {

    public ServiceAnswer {
        if (text == null && json == null) {
            throw new IllegalArgumentException("an answer needs text or json");
        }
    }

    public static ServiceAnswer text(String text) {
        return new ServiceAnswer(text, null);
    }

    public static ServiceAnswer json(JsonNode json) {
        return new ServiceAnswer(null, json);
    }
}
