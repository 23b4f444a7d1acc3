package io.millrace.events.tokens;

import java.util.Set;

/** Settings of a model call that who asks a pipeline may choose, by the names of OpenAI's API. */
public final class Sampling {

    public static final Set<String> NAMES =
            Set.of("temperature", "top_p", "presence_penalty", "frequency_penalty", "max_tokens", "seed", "stop");

    private Sampling() {}
}
