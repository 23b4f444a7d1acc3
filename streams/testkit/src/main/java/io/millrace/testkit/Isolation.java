package io.millrace.testkit;

/** What a reader sees of transactions. */
public enum Isolation {
    /** Committed records only. */
    COMMITTED("read_committed"),
    /** Every record, at once; also of transactions that are aborted later. */
    UNCOMMITTED("read_uncommitted");

    private final String setting;

    Isolation(String setting) {
        this.setting = setting;
    }

    /** Value of {@code isolation.level}. */
    String setting() {
        return setting;
    }
}
