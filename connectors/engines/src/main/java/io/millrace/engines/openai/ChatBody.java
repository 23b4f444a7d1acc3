package io.millrace.engines.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.spi.EngineRequest;
import java.util.Map;

/** The JSON that asks for a streamed completion. */
final class ChatBody {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Boolean> NUMBERS =
            Map.of("temperature", false, "top_p", false, "max_tokens", true, "seed", true);

    private ChatBody() {}

    /** @throws IllegalArgumentException naming what of the request cannot be asked */
    static String of(EngineRequest request, String defaultModel) {
        if (request.messages().isEmpty()) {
            throw new IllegalArgumentException("the call has no messages");
        }
        var body = JSON.createObjectNode();
        body.put("model", request.parameters().getOrDefault("model", defaultModel));
        var messages = body.putArray("messages");
        for (var message : request.messages()) {
            messages.addObject().put("role", message.getRole()).put("content", message.getContent());
        }
        NUMBERS.forEach((name, whole) -> {
            var value = request.parameters().get(name);
            if (value != null) {
                try {
                    if (whole) {
                        body.put(name, Long.parseLong(value));
                    } else {
                        body.put(name, Double.parseDouble(value));
                    }
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("parameter " + name + " must be a number, was '" + value + "'");
                }
            }
        });
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        return body.toString();
    }
}
