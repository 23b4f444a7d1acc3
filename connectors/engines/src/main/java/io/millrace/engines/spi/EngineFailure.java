package io.millrace.engines.spi;

import java.util.Objects;

/**
 * Why a call ended without its whole answer. Engines are also written elsewhere, and one that has nothing to say must still
 * end its call: a message that is null is the code, a usage that is null is none.
 *
 * @param code reason in capitals, such as {@code ENGINE_TIMEOUT}
 * @param message one sentence for people, without secrets
 * @param retryable whether another attempt may succeed
 * @param usage tokens spent until then, so that an aborted call has a bill
 */
public record EngineFailure(String code, String message, boolean retryable, TokenUsage usage) {

    /** Code of a call that was aborted on request. */
    public static final String CANCELLED = "CANCELLED";

    public EngineFailure {
        requireCode(code);
        message = Objects.requireNonNullElse(message, code);
        usage = Objects.requireNonNullElse(usage, TokenUsage.NONE);
    }

    /** @throws IllegalArgumentException for what is no code */
    static String requireCode(String code) {
        if (!code.matches("[A-Z][A-Z0-9_]{0,63}")) {
            throw new IllegalArgumentException("failure code must be in capitals, at most 64, was '" + code + "'");
        }
        return code;
    }
}
