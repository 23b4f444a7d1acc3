package io.millrace.engines.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** PDF files for tests. */
public final class PdfFile {

    private static final int LINE_HEIGHT = 16;

    private PdfFile() {}

    /** One page for each list of lines. */
    @SafeVarargs
    public static byte[] ofPages(List<String>... pages) throws IOException {
        try (var pdf = new PDDocument()) {
            for (var lines : pages) {
                addPage(pdf, lines);
            }
            return bytes(pdf);
        }
    }

    /** A page that cannot be read without a password. */
    public static byte[] locked(String password) throws IOException {
        try (var pdf = new PDDocument()) {
            addPage(pdf, List.of("A secret."));
            pdf.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
            return bytes(pdf);
        }
    }

    private static void addPage(PDDocument pdf, List<String> lines) throws IOException {
        var page = new PDPage();
        pdf.addPage(page);
        try (var content = new PDPageContentStream(pdf, page)) {
            content.setFont(new PDType1Font(FontName.HELVETICA), 12);
            content.beginText();
            content.newLineAtOffset(72, 700);
            for (var line : lines) {
                content.showText(line);
                content.newLineAtOffset(0, -LINE_HEIGHT);
            }
            content.endText();
        }
    }

    private static byte[] bytes(PDDocument pdf) throws IOException {
        var bytes = new ByteArrayOutputStream();
        pdf.save(bytes);
        return bytes.toByteArray();
    }
}
