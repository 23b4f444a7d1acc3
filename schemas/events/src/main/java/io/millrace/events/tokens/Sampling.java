package io.millrace.events.tokens;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of a model call that who asks a pipeline may choose, by the names of OpenAI's API. */
public final class Sampling {

    public static final Set<String> NAMES =
            Set.of("temperature", "top_p", "presence_penalty", "frequency_penalty", "max_tokens", "seed", "stop");

    private Sampling() {}

    /** Whether the same prompt leads to the same text: decoding is greedy or seeded. */
    public static boolean isRepeatable(Map<String, String> parameters) {
        return parameters.containsKey("seed") || isZero(parameters.get("temperature"));
    }

    private static boolean isZero(@Nullable String number) {
        try {
            return number != null && Double.parseDouble(number) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
