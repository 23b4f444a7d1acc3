package io.millrace.load.headline;

import java.util.Locale;

/** When a stage passes its output on. */
public enum Mode {
    /** When all claims of the request have ended the stage. */
    BARRIER,

    /** When a call has ended, whatever the others do: what a graph framework does. */
    WHOLE,

    /** With each sentence, claim and query as soon as it is written. */
    STREAM;

    /** As reports and options say it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
