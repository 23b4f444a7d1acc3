package io.millrace.engines.text;

import java.util.List;

/**
 * The prose of a file, in reading order.
 *
 * @param title what the document calls itself, else its file name
 * @param blocks paragraphs, list items and table rows; code is left out
 */
public record Document(String title, List<Block> blocks) {

    public Document {
        blocks = List.copyOf(blocks);
    }
}
