package io.millrace.engines.index;

/** Hears how far indexing has come; called on the thread that indexes. */
@FunctionalInterface
public interface IndexProgress {

    /**
     * Called before each file.
     *
     * @param file path below the documents directory
     * @param done files dealt with before it
     * @param files all of them
     */
    void reading(String file, int done, int files);

    /** Hears nothing. */
    static IndexProgress silent() {
        return (file, done, files) -> {};
    }
}
