package io.millrace.cli.http;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The bearer token of the caller, for servers that want one. Never shown, not even in errors. */
public final class Token {

    private static final String VARIABLE = "MILLRACE_TOKEN";

    /** Empty for none. */
    private final String text;

    private Token(String text) {
        this.text = text;
    }

    static Token ofEnvironment() {
        return of(System.getenv(VARIABLE), VARIABLE);
    }

    /** @throws CommandFailure USAGE when the file cannot be read or is no token */
    static Token ofFile(Path file) {
        try {
            return of(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "the token of " + file + " cannot be read: check the path", e);
        }
    }

    private static Token of(@Nullable String text, String where) {
        var token = text == null ? "" : text.strip();
        if (!token.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "what is in " + where + " is no token: a token is one word, without 'Bearer'");
        }
        return new Token(token);
    }

    void showIn(HttpRequest.Builder request) {
        if (!text.isEmpty()) {
            request.header("Authorization", "Bearer " + text);
        }
    }
}
