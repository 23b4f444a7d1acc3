package io.millrace.cli.answer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A passage of the user's documents that grounds a sentence.
 *
 * @param id identity of the passage in the index
 * @param title title of the document or section
 * @param source file it comes from
 * @param text the passage
 */
public record Citation(String id, String title, String source, String text) {

    static Citation of(JsonNode json) {
        return new Citation(
                json.path("id").asText(""),
                json.path("title").asText(""),
                json.path("source").asText(""),
                json.path("text").asText(""));
    }
}
