package io.millrace.engines.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** HTML: headings open sections, block elements are paragraphs; scripts, navigation and code blocks are left out. */
final class HtmlReader implements DocumentReader {

    private static final Set<String> SKIPPED =
            Set.of("head", "script", "style", "nav", "pre", "noscript", "template", "svg", "math", "button", "iframe");
    private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

    @Override
    public Set<String> extensions() {
        return Set.of("html", "htm", "xhtml");
    }

    @Override
    public Document read(Path file, byte[] content) throws UnreadableDocumentException {
        Characters.decode(file, content);
        try {
            var page = Jsoup.parse(new ByteArrayInputStream(content), null, "");
            var prose = new Prose();
            prose.title(page.title());
            NodeTraversor.filter(new Reading(prose), page);
            return prose.toDocument(DocumentReaders.stem(file));
        } catch (IOException e) {
            throw new UnreadableDocumentException(file, "is not HTML: " + e.getMessage(), e);
        }
    }

    /** Walks the tree without recursion, so depth is no danger. */
    private record Reading(Prose prose) implements NodeFilter {

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode text) {
                prose.append(text.getWholeText());
            } else if (node instanceof Element element) {
                if (SKIPPED.contains(element.normalName())) {
                    prose.endParagraph();
                    return FilterResult.SKIP_ENTIRELY;
                }
                if (element.nameIs("br") || isCell(element)) {
                    prose.append(" ");
                } else if (element.isBlock()) {
                    prose.endParagraph();
                }
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                if (HEADINGS.contains(element.normalName())) {
                    heading();
                } else if (isCell(element)) {
                    prose.append(element.nextElementSibling() == null ? "" : ";");
                } else if (element.isBlock()) {
                    prose.endParagraph();
                }
            }
            return FilterResult.CONTINUE;
        }

        private void heading() {
            var text = prose.takeParagraph();
            if (!text.isEmpty()) {
                prose.heading(text);
            }
        }

        private static boolean isCell(Element element) {
            return element.nameIs("td") || element.nameIs("th");
        }
    }
}
