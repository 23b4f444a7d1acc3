package io.millrace.engines.local;

/** Where a task writes its answer. */
interface TaskOutput {

    /** @throws CallEndedException when nobody listens any more: stop at once */
    void write(String fragment) throws CallEndedException;

    /** To be called between steps that take time. */
    void checkpoint() throws CallEndedException;
}
