package io.millrace.cli.reference;

/** A Markdown table that is written row by row. Not thread-safe. */
final class Table {

    private final StringBuilder text = new StringBuilder();

    Table(String... headings) {
        row(headings);
        text.append("|---".repeat(headings.length)).append("|\n");
    }

    Table row(String... cells) {
        for (var cell : cells) {
            text.append("| ").append(cell.replace("|", "\\|")).append(' ');
        }
        text.append("|\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    static String code(String text) {
        return "`" + text + "`";
    }
}
