package io.millrace.engines.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Plain text: blank lines part paragraphs, list items stand alone, a short line on its own without an end mark or one that is
 * underlined is a heading.
 */
final class TextReader implements DocumentReader {

    private static final int MAX_HEADING_LENGTH = 80;
    private static final int MAX_MARKUP_LINE = 2_000;
    private static final Pattern UNDERLINE = Pattern.compile("\\s*(={3,}|-{3,}|~{3,})\\s*");
    private static final Pattern LIST_ITEM = Pattern.compile("\\s{0,8}([-*\u2022+]|\\d{1,3}[.)])\\s+(.*)");

    @Override
    public Set<String> extensions() {
        return Set.of("txt", "text");
    }

    @Override
    public Document read(Path file, byte[] content) throws UnreadableDocumentException {
        var lines = Characters.decode(file, content).lines().toList();
        var prose = new Prose();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.isBlank()) {
                prose.endParagraph();
            } else if (line.length() > MAX_MARKUP_LINE) {
                prose.add(line);
            } else if (UNDERLINE.matcher(line).matches()) {
                underline(prose);
            } else if (!prose.inParagraph() && standsAlone(lines, i)) {
                prose.heading(line);
            } else {
                line(prose, line);
            }
        }
        return prose.toDocument(DocumentReaders.stem(file));
    }

    private static void underline(Prose prose) {
        if (prose.inParagraph()) {
            prose.heading(prose.takeParagraph());
        }
    }

    private static void line(Prose prose, String line) {
        var item = LIST_ITEM.matcher(line);
        if (item.matches()) {
            prose.endParagraph();
            prose.add(item.group(2));
        } else {
            prose.add(line);
        }
    }

    private static boolean standsAlone(List<String> lines, int i) {
        var line = lines.get(i).strip();
        boolean lastOfParagraph = i + 1 < lines.size() && lines.get(i + 1).isBlank();
        boolean followed = i + 2 < lines.size();
        return lastOfParagraph
                && followed
                && line.length() <= MAX_HEADING_LENGTH
                && !LIST_ITEM.matcher(line).matches()
                && Character.isLetterOrDigit(line.charAt(line.length() - 1));
    }
}
