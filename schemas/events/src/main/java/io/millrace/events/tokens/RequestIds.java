package io.millrace.events.tokens;

import io.millrace.events.topic.Topic.KeyRule;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Ids of requests: 1 to 64 letters, digits, - and _. They are keys of topics and begin the keys of stores, where a bar ends
 * them, and stand in addresses.
 */
public final class RequestIds {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private RequestIds() {}

    public static boolean isValid(String id) {
        return ID.matcher(id).matches();
    }

    /**
     * A key is the id of the request, or the record would not meet the rest of its request.
     *
     * @param requestId reads the id from a value
     */
    static <V> KeyRule<V> keyRule(Function<V, String> requestId) {
        return (key, value) -> {
            if (!isValid(key)) {
                return Optional.of("is not the id of a request; send 1 to 64 letters, digits, - and _");
            }
            var id = requestId.apply(value);
            return key.equals(id)
                    ? Optional.empty()
                    : Optional.of("is not the requestId of its value, '" + id + "'; send that as the key");
        };
    }
}
