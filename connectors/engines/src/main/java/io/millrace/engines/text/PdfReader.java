package io.millrace.engines.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** PDF with a text layer. Each page has the locator {@code page=N}, which viewers understand as a URL fragment. */
final class PdfReader implements DocumentReader {

    private static final String PARAGRAPH_END = "\u2029";
    private static final Pattern HYPHENATED = Pattern.compile("(\\p{Ll})-\\s*\\R\\s*(\\p{Ll})");

    @Override
    public Set<String> extensions() {
        return Set.of("pdf");
    }

    @Override
    public Document read(Path file, byte[] content) throws UnreadableDocumentException {
        try (var pdf = Loader.loadPDF(content)) {
            var document = prose(pdf).toDocument(DocumentReaders.stem(file));
            if (document.blocks().isEmpty()) {
                throw new UnreadableDocumentException(file, "has no text layer (a scan needs text recognition first)");
            }
            return document;
        } catch (InvalidPasswordException e) {
            throw new UnreadableDocumentException(file, "is protected by a password", e);
        } catch (IOException | RuntimeException e) {
            // The parser trusts what it reads: broken files also surface as index, cast and number format errors.
            throw new UnreadableDocumentException(file, "is not a readable PDF: " + e.getMessage(), e);
        }
    }

    private static Prose prose(PDDocument pdf) throws IOException {
        var prose = new Prose();
        var title = pdf.getDocumentInformation().getTitle();
        if (title != null) {
            prose.title(title);
        }
        var stripper = new PDFTextStripper();
        stripper.setParagraphEnd(PARAGRAPH_END);
        for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            prose.locator("page=" + page);
            for (var paragraph : stripper.getText(pdf).split(PARAGRAPH_END)) {
                prose.add(HYPHENATED.matcher(paragraph).replaceAll("$1$2"));
                prose.endParagraph();
            }
        }
        return prose;
    }
}
