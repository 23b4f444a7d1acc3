package io.millrace.engines.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Bytes of a text file as characters. */
final class Characters {

    /** UTF-8 first, since it refuses what is not UTF-8; the other reads any byte and is what old Windows files hold. */
    private static final List<Charset> ENCODINGS = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"));

    /** Share of control characters above which bytes are no text in any encoding. */
    private static final double MAX_CONTROL_SHARE = 0.02;

    private Characters() {}

    /** Decodes a text file; a byte order mark picks the encoding. */
    static String decode(Path file, byte[] content) throws UnreadableDocumentException {
        if (startsWith(content, 0xFF, 0xFE)) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(content, 0xFE, 0xFF)) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16BE);
        }
        refuseBinary(file, content);
        for (var encoding : ENCODINGS) {
            var text = decoded(encoding, content);
            if (text.isPresent()) {
                return text.get().startsWith("\uFEFF") ? text.get().substring(1) : text.get();
            }
        }
        throw new UnreadableDocumentException(file, "is neither UTF-8 nor Windows-1252 text");
    }

    private static Optional<String> decoded(Charset encoding, byte[] content) {
        try {
            return Optional.of(
                    encoding.newDecoder().decode(ByteBuffer.wrap(content)).toString());
        } catch (CharacterCodingException anotherEncoding) {
            return Optional.empty();
        }
    }

    private static void refuseBinary(Path file, byte[] content) throws UnreadableDocumentException {
        int controls = 0;
        for (byte b : content) {
            if (b == 0) {
                throw new UnreadableDocumentException(file, "is binary, not text");
            }
            if (b > 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                controls++;
            }
        }
        if (controls > content.length * MAX_CONTROL_SHARE) {
            throw new UnreadableDocumentException(file, "is binary, not text");
        }
    }

    private static boolean startsWith(byte[] content, int first, int second) {
        return content.length >= 2 && (content[0] & 0xFF) == first && (content[1] & 0xFF) == second;
    }
}
