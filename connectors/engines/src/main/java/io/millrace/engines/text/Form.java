package io.millrace.engines.text;

/** How a text stands in its document. */
public enum Form {
    PROSE,

    /** Cells of a table under the names of their columns: found as well as prose, but no sentence to read out. */
    ROW
}
