package io.millrace.tokens.plan;

import io.millrace.tokens.plan.Template.TemplateException;
import java.io.Writer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of one rendering, which a template of a few lines can make as long, and let take as long, as the items of a
 * list to the power of its nested sections. For one rendering and one thread.
 */
final class RenderLimit extends Writer {

    /** As many as the largest document has bytes by default. */
    static final int MOST_CHARACTERS = 16 * 1024 * 1024;

    /** Tags looked at in sections, about a second of them. */
    static final int MOST_TAGS = 10_000_000;

    private final StringBuilder text = new StringBuilder();
    private final int mostSteps;
    private int steps;
    private @Nullable String exceeded;

    /** @param tags of the template, each of which an item of a list may be looked up for */
    RenderLimit(int tags) {
        this.mostSteps = MOST_TAGS / Math.max(1, tags);
    }

    /** One item of a list. */
    void step() {
        if (++steps > mostSteps) {
            throw exceed("the template goes through more than " + mostSteps + " items of lists");
        }
    }

    @Override
    public void write(char[] characters, int from, int length) {
        requireRoom(length);
        text.append(characters, from, length);
    }

    @Override
    public void write(String characters, int from, int length) {
        requireRoom(length);
        text.append(characters, from, from + length);
    }

    private void requireRoom(int length) {
        if (text.length() + length > MOST_CHARACTERS) {
            throw exceed("the text of the template has more than " + MOST_CHARACTERS + " characters");
        }
    }

    /** What was written. */
    String text() {
        return text.toString();
    }

    /** Which limit was met, if any. */
    Optional<String> exceeded() {
        return Optional.ofNullable(exceeded);
    }

    private TemplateException exceed(String why) {
        exceeded = why;
        return new TemplateException(why);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
