package io.millrace.engines.text;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of a known kind has no text that can be read. Leave it out and go on: the other documents are not affected. */
public final class UnreadableDocumentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    public UnreadableDocumentException(Path file, String reason) {
        this(file, reason, null);
    }

    public UnreadableDocumentException(Path file, String reason, @Nullable Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file.toString();
        this.reason = reason;
    }

    public String file() {
        return file;
    }

    /** What is wrong with the file, worded to follow its name and a colon. */
    public String reason() {
        return reason;
    }
}
