package io.millrace.engines.text;

/**
 * A run of text inside a document: a paragraph, a list item, a table row.
 *
 * @param section heading it stands under, empty before the first one
 * @param locator where in the file, as a URL fragment such as {@code page=3}; empty when the file says it all
 * @param text on one line; never blank
 */
public record Block(String section, String locator, String text, Form form) {

    public Block {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a block needs text");
        }
    }

    /** Prose. */
    public Block(String section, String locator, String text) {
        this(section, locator, text, Form.PROSE);
    }
}
