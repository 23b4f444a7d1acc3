package io.millrace.engines.index;

import java.io.IOException;
import java.nio.file.Path;

/** There is no index where one was looked for. Make one with {@code millrace index DIR}; readers find it by themselves. */
public final class IndexMissingException extends IOException {

    private static final long serialVersionUID = 1L;

    public IndexMissingException(Path directory) {
        super("there is no document index in " + directory + "; make one with 'millrace index DIR'");
    }
}
