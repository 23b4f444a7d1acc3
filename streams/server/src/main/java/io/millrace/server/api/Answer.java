package io.millrace.server.api;

import java.util.List;

/**
 * What an operation answers when all goes well.
 *
 * @param status HTTP status
 * @param description one sentence
 * @param contents forms that the answer may have; none for no body
 */
public record Answer(int status, String description, List<Content> contents) {

    public Answer {
        contents = List.copyOf(contents);
    }
}
