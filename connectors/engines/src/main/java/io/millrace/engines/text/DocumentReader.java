package io.millrace.engines.text;

import java.nio.file.Path;
import java.util.Set;

/** Finds the prose in one kind of file. Stateless, so that any thread may use it. */
interface DocumentReader {

    /** Extensions it reads, in lower case without the dot. */
    Set<String> extensions();

    /**
     * Reads a whole file.
     *
     * @param content its bytes, never empty
     */
    Document read(Path file, byte[] content) throws UnreadableDocumentException;
}
