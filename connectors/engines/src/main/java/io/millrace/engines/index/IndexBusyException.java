package io.millrace.engines.index;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else is writing the index. Wait until they are done and run again. */
public final class IndexBusyException extends IOException {

    private static final long serialVersionUID = 1L;

    public IndexBusyException(Path directory, Throwable cause) {
        super("another process is writing the index in " + directory + "; run again when it is done", cause);
    }
}
