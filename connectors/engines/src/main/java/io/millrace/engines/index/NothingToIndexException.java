package io.millrace.engines.index;

import io.millrace.engines.index.IndexReport.Unreadable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** No passage can be made of the documents. The index is as it was: name others, or mend those that are left out, and run again. */
public final class NothingToIndexException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient List<Unreadable> unreadable;

    public NothingToIndexException(Path documents, List<Unreadable> unreadable) {
        super("nothing in " + documents + " can be read: put text, Markdown, HTML or PDF files into it");
        this.unreadable = List.copyOf(unreadable);
    }

    /** Files left out, with the reason; empty when there are none of a kind that is known. */
    public List<Unreadable> unreadable() {
        return unreadable;
    }
}
