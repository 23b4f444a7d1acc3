package io.millrace.engines.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the blocks of a document line by line. Headings become the section of what follows; the first heading names the
 * document. Confined to one thread.
 */
final class Prose {

    /** Keeps titles short: they are embedded with every sentence. */
    private static final int MAX_TITLE_LENGTH = 120;

    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private String title = "";
    private String section = "";
    private String locator = "";

    /** Names the document, unless it has a name already. */
    void title(String text) {
        if (title.isEmpty()) {
            title = shortened(text);
        }
    }

    /** Ends the paragraph and opens a section. */
    void heading(String text) {
        endParagraph();
        var heading = shortened(text);
        if (title.isEmpty()) {
            title = heading;
            section = "";
        } else {
            section = heading.equals(title) ? "" : heading;
        }
    }

    /** Ends the paragraph; what follows is found there in the file. */
    void locator(String fragment) {
        endParagraph();
        locator = fragment;
    }

    /** Adds to the paragraph; parts are parted by a space. */
    void add(String text) {
        if (!paragraph.isEmpty()) {
            paragraph.append(' ');
        }
        paragraph.append(text);
    }

    /** Adds to the paragraph as it is. */
    void append(String text) {
        paragraph.append(text);
    }

    boolean inParagraph() {
        return !paragraph.isEmpty();
    }

    /** Takes the open paragraph back, so that it can become a heading instead. */
    String takeParagraph() {
        var text = collapsed(paragraph.toString());
        paragraph.setLength(0);
        return text;
    }

    void endParagraph() {
        end(Form.PROSE);
    }

    /** Ends the paragraph and adds a row of a table after it. */
    void row(String text) {
        endParagraph();
        add(text);
        end(Form.ROW);
    }

    private void end(Form form) {
        var text = takeParagraph();
        if (!text.isEmpty()) {
            blocks.add(new Block(section, locator, text, form));
        }
    }

    Document toDocument(String fallbackTitle) {
        endParagraph();
        return new Document(title.isEmpty() ? fallbackTitle : title, blocks);
    }

    private static String shortened(String text) {
        var line = collapsed(text);
        return line.length() <= MAX_TITLE_LENGTH
                ? line
                : line.substring(0, MAX_TITLE_LENGTH).strip();
    }

    /** One line, single spaces. Not a regular expression: lines of many megabytes come here. */
    private static String collapsed(String text) {
        var line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (!space) {
                line.append(c);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return line.toString().strip();
    }
}
