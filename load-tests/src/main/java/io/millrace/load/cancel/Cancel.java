package io.millrace.load.cancel;

import java.util.List;

/**
 * What is cancelled, and when.
 *
 * @param subtree whether one part of the request is cancelled and the other is not; else all of it
 * @param beforeFirstToken whether its calls have said nothing yet; else they write
 */
record Cancel(boolean subtree, boolean beforeFirstToken) {

    /** Requests take them in turn. */
    static final List<Cancel> ALL =
            List.of(new Cancel(false, true), new Cancel(true, true), new Cancel(false, false), new Cancel(true, false));

    static Cancel of(int number) {
        return ALL.get(number % ALL.size());
    }

    String inWords() {
        return (subtree ? "a part" : "the request")
                + (beforeFirstToken ? ", before the first token" : ", while it writes");
    }
}
