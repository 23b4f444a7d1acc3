package io.millrace.engines.text;

/**
 * A run of prose inside a document: a paragraph, a list item, a table row.
 *
 * @param section heading it stands under, empty before the first one
 * @param locator where in the file, as a URL fragment such as {@code page=3}; empty when the file says it all
 * @param text prose on one line; never blank
 */
public record Block(String section, String locator, String text) {

    public Block {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a block needs text");
        }
    }
}
