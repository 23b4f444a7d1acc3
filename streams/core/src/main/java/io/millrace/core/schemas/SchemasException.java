package io.millrace.core.schemas;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry refused schemas. The message names each subject and what is wrong with it; the schemas must change. */
public final class SchemasException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SchemasException(List<String> errors) {
        this(String.join("\n", errors), null);
    }

    SchemasException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
