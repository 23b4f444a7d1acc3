package io.millrace.cli.fault;

import io.millrace.events.avro.tokens.Usage;

/** Tokens that were used. */
record Tokens(long prompt, long cached, long completion) {

    static final Tokens NONE = new Tokens(0, 0, 0);

    static Tokens of(Usage usage) {
        return new Tokens(usage.getPromptTokens(), usage.getCachedTokens(), usage.getCompletionTokens());
    }

    Tokens plus(Tokens other) {
        return new Tokens(prompt + other.prompt, cached + other.cached, completion + other.completion);
    }
}
