package io.millrace.engines.index;

import io.millrace.engines.text.Form;

/**
 * A sentence that can be cited.
 *
 * @param id stable while its file is unchanged: path, {@code #}, ordinal in the file
 * @param title document and section it stands in, parted by a comma
 * @param source path of the file below the documents directory, with a URL fragment where that helps
 * @param text the sentence
 */
public record Passage(String id, String title, String source, String text, Form form) {

    /** A sentence of prose. */
    public Passage(String id, String title, String source, String text) {
        this(id, title, source, text, Form.PROSE);
    }

    /** What is embedded: the title gives a sentence the subject that its paragraph left out. */
    public String titled() {
        return title.isBlank() ? text : title + ": " + text;
    }
}
