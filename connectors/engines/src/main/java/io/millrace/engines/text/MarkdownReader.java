package io.millrace.engines.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Markdown as people write it: headings, lists, quotes and tables are read; front matter, code blocks, comments and images are
 * left out. A table row reads "column: cell; column: cell", so that it makes sense on its own.
 */
final class MarkdownReader implements DocumentReader {

    private static final int MAX_MARKUP_LINE = 2_000;
    private static final Pattern FENCE = Pattern.compile("\\s*(`{3,}|~{3,}).*");
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}\\s+(.*?)\\s*#*\\s*");
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-{2,})\\s*");
    private static final Pattern RULE = Pattern.compile(" {0,3}([-*_]\\s*){3,}");
    private static final Pattern LIST_ITEM = Pattern.compile("\\s*([-*+]|\\d{1,9}[.)])\\s+(\\[[ xX]]\\s+)?(.*)");
    private static final Pattern TABLE_RULE = Pattern.compile("\\s*\\|?\\s*:?-+:?\\s*(\\|\\s*:?-+:?\\s*)*\\|?\\s*");
    private static final Pattern REFERENCE = Pattern.compile(" {0,3}\\[[^\\]]+]:\\s+\\S.*");

    @Override
    public Set<String> extensions() {
        return Set.of("md", "markdown");
    }

    @Override
    public Document read(Path file, byte[] content) throws UnreadableDocumentException {
        var text = MarkdownInline.withoutComments(Characters.decode(file, content));
        var page = new Page(text.lines().toList());
        page.read();
        return page.prose.toDocument(DocumentReaders.stem(file));
    }

    /** One pass over the lines of one file. */
    private static final class Page {
        private final Prose prose = new Prose();
        private final List<String> lines;
        private List<String> columns = List.of();
        private boolean inList;
        private int at;

        private Page(List<String> lines) {
            this.lines = lines;
        }

        private void read() {
            skipFrontMatter();
            for (; at < lines.size(); at++) {
                var line = withoutQuoteMarks(lines.get(at));
                if (line.isBlank()) {
                    prose.endParagraph();
                    columns = List.of();
                } else if (line.length() > MAX_MARKUP_LINE) {
                    prose.add(MarkdownInline.plain(line));
                } else {
                    line(line);
                }
            }
        }

        private void line(String line) {
            var fence = FENCE.matcher(line);
            var heading = HEADING.matcher(line);
            var item = LIST_ITEM.matcher(line);
            if (fence.matches()) {
                prose.endParagraph();
                skipFenced(fence.group(1));
            } else if (heading.matches()) {
                prose.heading(MarkdownInline.plain(heading.group(1)));
                inList = false;
            } else if (UNDERLINE.matcher(line).matches() && prose.inParagraph()) {
                prose.heading(prose.takeParagraph());
                inList = false;
            } else if (isTableHead()) {
                prose.endParagraph();
                columns = cells(line);
                at++;
            } else if (!columns.isEmpty() && line.contains("|")) {
                row(cells(line));
            } else if (item.matches()) {
                prose.endParagraph();
                prose.add(MarkdownInline.plain(item.group(3)));
                inList = true;
            } else if (!isSkipped(line)) {
                inList = inList && (prose.inParagraph() || Character.isWhitespace(line.charAt(0)));
                prose.add(MarkdownInline.plain(line));
            }
        }

        private boolean isSkipped(String line) {
            boolean indentedCode = line.startsWith("    ") || line.startsWith("\t");
            return RULE.matcher(line).matches()
                    || REFERENCE.matcher(line).matches()
                    || (indentedCode && !inList && !prose.inParagraph());
        }

        private boolean isTableHead() {
            return lines.get(at).contains("|")
                    && at + 1 < lines.size()
                    && lines.get(at + 1).contains("-")
                    && lines.get(at + 1).length() <= MAX_MARKUP_LINE
                    && TABLE_RULE.matcher(lines.get(at + 1)).matches();
        }

        private void row(List<String> cells) {
            var parts = new ArrayList<String>();
            for (int i = 0; i < cells.size(); i++) {
                var column = i < columns.size() ? columns.get(i) : "";
                if (!cells.get(i).isBlank()) {
                    parts.add(column.isBlank() ? cells.get(i) : column + ": " + cells.get(i));
                }
            }
            prose.row(String.join("; ", parts));
        }

        private void skipFrontMatter() {
            if (lines.isEmpty() || !lines.get(0).equals("---")) {
                return;
            }
            int end = lines.subList(1, lines.size()).indexOf("---");
            at = end < 0 ? 0 : end + 2;
        }

        private void skipFenced(String mark) {
            for (at++; at < lines.size(); at++) {
                if (withoutQuoteMarks(lines.get(at)).strip().startsWith(mark)) {
                    return;
                }
            }
        }
    }

    private static String withoutQuoteMarks(String line) {
        var text = line;
        while (text.stripLeading().startsWith(">")) {
            text = text.stripLeading().substring(1);
            text = text.startsWith(" ") ? text.substring(1) : text;
        }
        return text;
    }

    private static List<String> cells(String line) {
        var row = line.strip();
        row = row.startsWith("|") ? row.substring(1) : row;
        row = row.endsWith("|") ? row.substring(0, row.length() - 1) : row;
        return Pattern.compile("(?<!\\\\)\\|")
                .splitAsStream(row)
                .map(cell -> MarkdownInline.plain(cell.strip()))
                .toList();
    }
}
