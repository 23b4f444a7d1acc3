package io.millrace.engines.text;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads any file of a kind that is known, by its extension. */
public final class DocumentReaders {

    private final Map<String, DocumentReader> byExtension = new HashMap<>();

    public DocumentReaders() {
        for (var reader : List.of(new TextReader(), new MarkdownReader(), new HtmlReader(), new PdfReader())) {
            reader.extensions().forEach(extension -> byExtension.put(extension, reader));
        }
    }

    /** Extensions of all kinds, in lower case without the dot. */
    public Set<String> extensions() {
        return new TreeSet<>(byExtension.keySet());
    }

    public boolean reads(Path file) {
        return byExtension.containsKey(extension(file));
    }

    /**
     * Reads a file from its bytes.
     *
     * @throws UnreadableDocumentException naming the file and the reason
     */
    public Document read(Path file, byte[] content) throws UnreadableDocumentException {
        var reader = byExtension.get(extension(file));
        if (reader == null) {
            throw new UnreadableDocumentException(file, "is not one of " + String.join(", ", extensions()));
        }
        if (content.length == 0) {
            throw new UnreadableDocumentException(file, "is empty");
        }
        var document = reader.read(file, content);
        if (document.blocks().isEmpty()) {
            throw new UnreadableDocumentException(file, "has no prose");
        }
        return document;
    }

    /** File name without its extension: the title of a document that does not name itself. */
    static String stem(Path file) {
        var name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String extension(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
